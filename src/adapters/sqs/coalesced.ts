import { QueueUnavailable } from '../../ports/EventQueue.ts';
import type { SendMany } from './sendMany.ts';
import { MAX_BATCH_ENTRIES, MAX_SEND_BYTES } from './sqsLimits.ts';
import { MIN_CALL_MS } from './withRetry.ts';

export interface CoalescedOptions {
  readonly sendMany: SendMany;
  /** Calls under way at once; a message that comes when there are fewer leaves at once and alone. */
  readonly maxInFlight: number;
  /** From `send` to its answer, waiting included. */
  readonly budgetMs: number;
  /** Messages that wait; one more is refused. */
  readonly maxWaiting: number;
}

interface Message {
  readonly body: string;
  readonly bytes: number;
  readonly deadline: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Messages of concurrent requests leave together: while `maxInFlight` calls are under way, what arrives waits and goes in
 * as few calls as the limits allow. Where one request runs at a time, as in a Lambda, it changes nothing.
 * @throws {@link QueueUnavailable} for each message that itself failed, or that found no room or no time
 */
export const coalesced = (options: CoalescedOptions): ((body: string) => Promise<void>) => {
  const { sendMany, maxInFlight, budgetMs, maxWaiting } = options;
  const waiting: Message[] = [];
  let inFlight = 0;

  const refuseExpired = (): void => {
    const latest = performance.now() + MIN_CALL_MS;
    while (waiting[0] !== undefined && waiting[0].deadline < latest) {
      waiting.shift()?.reject(new QueueUnavailable(`SQS did not answer others for ${budgetMs} ms`));
    }
  };

  /** The oldest that wait, as many as one call takes. */
  const nextBatch = (): Message[] => {
    let bytes = 0;
    let count = 0;
    for (const message of waiting) {
      bytes += message.bytes;
      if (count === MAX_BATCH_ENTRIES || (count > 0 && bytes > MAX_SEND_BYTES)) break;
      count++;
    }
    return waiting.splice(0, count);
  };

  const depart = async (batch: readonly Message[], deadline: number): Promise<void> => {
    inFlight++;
    try {
      const outcomes = await sendMany(
        batch.map(({ body }) => body),
        deadline,
      );
      for (const [index, message] of batch.entries()) {
        const fault = outcomes[index];
        if (fault === undefined) message.resolve();
        else
          message.reject(
            new QueueUnavailable(`SQS did not take the message: ${fault.message}`, { cause: fault }),
          );
      }
    } catch (error) {
      for (const message of batch) message.reject(error);
    }
    inFlight--;
    refuseExpired();
    const oldest = waiting[0];
    if (oldest !== undefined) void depart(nextBatch(), oldest.deadline);
  };

  return (body) =>
    new Promise((resolve, reject) => {
      const deadline = performance.now() + budgetMs;
      if (inFlight < maxInFlight) void depart([{ body, bytes: 0, deadline, resolve, reject }], deadline);
      else if (waiting.length < maxWaiting)
        waiting.push({ body, bytes: Buffer.byteLength(body), deadline, resolve, reject });
      else reject(new QueueUnavailable(`${maxWaiting} messages wait for SQS already`));
    });
};
