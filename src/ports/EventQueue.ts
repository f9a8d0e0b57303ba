/** The way to the writer. */
export interface EventQueue {
  /**
   * Resolves once the queue has the message durably.
   * @param body a `QueueMessage` as JSON, at most `MAX_MESSAGE_BYTES`
   * @throws {@link QueueUnavailable} after a bounded retry, with its cause
   */
  send(body: string): Promise<void>;
  close(): Promise<void>;
}

/** The queue refused the message or did not answer, after a bounded retry. */
export class QueueUnavailable extends Error {
  override readonly name = 'QueueUnavailable';
}
