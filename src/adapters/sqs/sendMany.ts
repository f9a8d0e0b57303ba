import { AwsFault } from '../aws/AwsFault.ts';
import type { AwsCalls } from '../aws/awsCalls.ts';
import { type RetryPolicy, withRetry } from '../aws/withRetry.ts';
import { faultOfEntry } from './faultOfEntry.ts';

/** What became of one message: `undefined` where the queue has it durably. */
export type Outcome = AwsFault | undefined;

/**
 * Sends messages in one call and says of each what became of it; never rejects for a fault of SQS.
 * @param bodies at most `MAX_BATCH_ENTRIES`, together at most `MAX_SEND_BYTES`
 * @param deadline on the clock of `performance.now()`
 */
export type SendMany = (bodies: readonly string[], deadline: number) => Promise<readonly Outcome[]>;

interface BatchAnswer {
  readonly Successful?: readonly { readonly Id?: string }[];
  readonly Failed?: readonly {
    readonly Id?: string;
    readonly SenderFault?: boolean;
    readonly Code?: string;
    readonly Message?: string;
  }[];
}

const notConfirmed = (): AwsFault =>
  new AwsFault({ code: 'NotConfirmed', message: 'the answer does not confirm the message', retryable: true });

/**
 * One message is a `SendMessage`, several are a `SendMessageBatch`. Retries what may pass, within the policy; a batch that
 * is refused as a whole goes message by message, so that one bad message fails alone.
 *
 * The answer's `MD5OfMessageBody` is not compared: SQS checks the payload against the SHA-256 in the signature.
 */
export const sendManyBySqs = (options: {
  readonly calls: AwsCalls;
  readonly queueUrl: string;
  readonly retry: RetryPolicy;
}): SendMany => {
  const { calls, retry } = options;
  const queue = `{"QueueUrl":${JSON.stringify(options.queueUrl)}`;

  const sendOne = async (body: string, timeoutMs: number): Promise<Outcome> => {
    try {
      const payload = `${queue},"MessageBody":${JSON.stringify(body)}}`;
      const answer: { readonly MessageId?: string } = Object(
        await calls.call('SendMessage', payload, timeoutMs),
      );
      return answer.MessageId === undefined ? notConfirmed() : undefined;
    } catch (fault) {
      if (fault instanceof AwsFault) return fault;
      throw fault;
    }
  };

  const sendBatch = async (bodies: readonly string[], timeoutMs: number): Promise<readonly Outcome[]> => {
    try {
      const entries = bodies.map((body, index) => `{"Id":"${index}","MessageBody":${JSON.stringify(body)}}`);
      const payload = `${queue},"Entries":[${entries.join(',')}]}`;
      const answer: BatchAnswer = Object(await calls.call('SendMessageBatch', payload, timeoutMs));
      const confirmed = new Set(answer.Successful?.map(({ Id }) => Number(Id)));
      const failed = new Map(answer.Failed?.map((entry) => [Number(entry.Id), entry]));
      return bodies.map((_, index) => {
        const failure = failed.get(index);
        if (failure) return faultOfEntry(failure);
        return confirmed.has(index) ? undefined : notConfirmed();
      });
    } catch (fault) {
      if (!(fault instanceof AwsFault)) throw fault;
      if (fault.retryable) return bodies.map(() => fault);
      return Promise.all(bodies.map((body) => sendOne(body, timeoutMs)));
    }
  };

  return async (bodies, deadline) => {
    const outcomes: Outcome[] = [];
    let open = bodies.map((body, index) => ({ body, index }));
    await withRetry(retry, deadline, async (timeoutMs) => {
      const [first, ...more] = open;
      if (first === undefined) return 'done';
      const results =
        more.length === 0
          ? [await sendOne(first.body, timeoutMs)]
          : await sendBatch(
              open.map(({ body }) => body),
              timeoutMs,
            );
      for (const [position, { index }] of open.entries()) outcomes[index] = results[position];
      open = open.filter(({ index }) => outcomes[index]?.retryable === true);
      return open.length === 0 ? 'done' : 'again';
    });
    return outcomes;
  };
};
