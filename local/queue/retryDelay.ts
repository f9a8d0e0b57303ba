/**
 * How long a message that failed rests before it is received again. Grows with the square of its receives: 50 ms after
 * the first, 5 s after ten, and 50 receives take 34 minutes in all, so that an outage of half an hour fills no
 * dead-letter queue.
 */
export const retryDelayMs = (receiveCount: number): number => 50 * receiveCount ** 2;
