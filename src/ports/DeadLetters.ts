/** Where messages go that no retry can help: kept for a person, with the reason. */
export interface DeadLetters {
  /**
   * Resolves once the message is kept durably.
   * @param body the message as it came
   * @param reason why it was refused; names fields, holds no values
   * @throws QueueUnavailable where the letter was not taken, with its cause
   */
  send(body: string, reason: string): Promise<void>;
}
