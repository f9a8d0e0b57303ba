/** How long one run of the writer may take, in seconds. */
const FUNCTION_TIMEOUT_S = 30;

/**
 * The queue's settings, from which the CDK app builds it and tests reckon with it.
 *
 * While the record is down every delivery fails and comes back after the visibility timeout: 50 deliveries of 180 s are
 * two and a half hours before anything reaches the dead-letter queue, which then keeps it for two weeks.
 */
export const QUEUE_SETTINGS = {
  functionTimeoutSeconds: FUNCTION_TIMEOUT_S,
  /** Six times the function's timeout, as AWS asks of a Lambda's queue (Lambda developer guide, "Configuring an SQS queue"). */
  visibilityTimeoutSeconds: 6 * FUNCTION_TIMEOUT_S,
  /** Deliveries before the queue gives a message up (design, section 3). */
  maxReceiveCount: 50,
  retentionDays: 7,
  deadLetterRetentionDays: 14,
  /** Messages a run: the same few commands of the record serve them all. */
  batchSize: 100,
  /**
   * How long the event source waits for a batch to fill: the delay of an event on a quiet site, whose live numbers are made once a
   * minute anyway. By 1 s a million requests of a quiet site would cost half a dollar more (docs/cost.md).
   */
  maxBatchingWindowSeconds: 5,
  /** Runs at once, and so connections to the record; on the event source, not as reserved concurrency (design, section 3). */
  maxConcurrency: 10,
} as const;

/**
 * Time budget of each method of the record, in milliseconds. The three of a usual run fit into its time with room for the rest,
 * so that an outage is told and logged before Lambda ends the run.
 */
export const RECORD_TIMEOUT_MS = 8_000;
