/** Entries of one `SendMessageBatch` ("Amazon SQS message quotas", SQS developer guide). */
export const MAX_BATCH_ENTRIES = 10;
/**
 * Bytes of a message, and of all messages of a batch together, attributes included. AWS takes 1 MiB since August 2025,
 * but a queue made before keeps its `MaximumMessageSize` of 256 KiB: this bound holds everywhere.
 */
export const MAX_SEND_BYTES = 262_144;
