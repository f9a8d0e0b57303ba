import { QueueUnavailable } from '../../ports/EventQueue.ts';
import { MIN_CALL_MS } from '../aws/withRetry.ts';
import type { SendMany } from './sendMany.ts';
import { MAX_BATCH_ENTRIES, MAX_SEND_BYTES } from './sqsLimits.ts';

export interface CoalescedOptions {
  readonly sendMany: SendMany;
  /** Calls under way at once. */
  readonly maxInFlight: number;
  /** Messages of one call; at most, and unless it is said, what SQS takes. */
  readonly maxBatch?: number;
  /** From `send` to its answer, waiting included. */
  readonly budgetMs: number;
  /** Messages that wait; one more is refused. */
  readonly maxWaiting: number;
}

/** Calls that may be under way before one goes out that is not full. */
const UNFILLED_CALLS = 2;

interface Message {
  readonly body: string;
  readonly bytes: number;
  readonly deadline: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Messages of concurrent requests leave together: what one turn of the event loop brings, and what arrives while calls
 * are under way, goes in as few calls as the limits allow. Where one request runs at a time, as in a Lambda, its message
 * leaves alone, at the end of the turn that brought it.
 * @throws {@link QueueUnavailable} for each message that itself failed, or that found no room or no time
 */
export const coalesced = (options: CoalescedOptions): ((body: string) => Promise<void>) => {
  const { sendMany, maxInFlight, budgetMs, maxWaiting, maxBatch = MAX_BATCH_ENTRIES } = options;
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
      if (count === maxBatch || (count > 0 && bytes > MAX_SEND_BYTES)) break;
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
    departAll();
  };

  /** A call that is not full waits for others to join it, as long as there is a call under way whose answer wakes it. */
  const mayDepart = (): boolean =>
    inFlight < maxInFlight && (inFlight < UNFILLED_CALLS || waiting.length >= maxBatch);

  const departAll = (): void => {
    for (let oldest = waiting[0]; oldest !== undefined && mayDepart(); oldest = waiting[0]) {
      void depart(nextBatch(), oldest.deadline);
    }
  };

  let turnEnds = false;
  const departWhenTurnEnds = (): void => {
    if (turnEnds || !mayDepart()) return;
    turnEnds = true;
    setImmediate(() => {
      turnEnds = false;
      departAll();
    });
  };

  return (body) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= maxWaiting) {
        reject(new QueueUnavailable(`${maxWaiting} messages wait for SQS already`));
        return;
      }
      const deadline = performance.now() + budgetMs;
      waiting.push({ body, bytes: Buffer.byteLength(body), deadline, resolve, reject });
      departWhenTurnEnds();
    });
};
