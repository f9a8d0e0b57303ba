import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { AwsCalls } from '../../src/adapters/aws/awsCalls.ts';
import { MAX_BATCH_ENTRIES } from '../../src/adapters/sqs/sqsLimits.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { Received } from './receivedMessages.ts';
import { retryDelayMs } from './retryDelay.ts';

// biome-ignore lint/suspicious/noConfusingVoidType: a handler without partial failures returns nothing
export type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse | void>;

const CALL_TIMEOUT_MS = 5_000;

/** Which messages failed, as Lambda reads the answer: an id that it did not send means all ("Reporting batch item failures"). */
const failedOf = (
  messages: readonly Received[],
  response: SQSBatchResponse | undefined,
): readonly Received[] => {
  const failed = new Set(response?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
  const known = messages.filter(({ record }) => failed.has(record.messageId));
  return known.length === failed.size ? known : messages;
};

const receiveCount = ({ record }: Received): number => Number(record.attributes.ApproximateReceiveCount);

export interface QueuePoller {
  /** Takes nothing new from now on; resolves once the messages in hand are done. */
  stop(): Promise<void>;
}

/**
 * Gives a queue's messages to a handler, one batch at a time, as Lambda's event source mapping does: what succeeds is
 * deleted, what fails comes again. After a handler's error it tries with a single message, so that an outage costs
 * the others none of their receives.
 */
export const pollQueue = (options: {
  readonly calls: AwsCalls;
  readonly queueUrl: string;
  readonly receive: (maxMessages?: number) => Promise<readonly Received[]>;
  readonly handler: QueueHandler;
  /** The handler has finished these for good. */
  readonly onDone: (messages: readonly Received[]) => Promise<void>;
  readonly log: Log;
}): QueuePoller => {
  const { calls, queueUrl, receive, handler, onDone, log } = options;
  const stopping = new AbortController();
  let inHand: Promise<unknown> = Promise.resolve();

  /** Pauses, or less where the poller is stopped. */
  const pause = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: stopping.signal }).catch((error: Error) => {
      if (!stopping.signal.aborted) throw error;
    });

  const inBatches = async (
    action: string,
    messages: readonly Received[],
    more: (message: Received) => Record<string, number>,
  ): Promise<void> => {
    for (let from = 0; from < messages.length; from += MAX_BATCH_ENTRIES) {
      const entries = messages.slice(from, from + MAX_BATCH_ENTRIES).map((message, index) => ({
        Id: String(index),
        ReceiptHandle: message.record.receiptHandle,
        ...more(message),
      }));
      await calls.call(action, JSON.stringify({ QueueUrl: queueUrl, Entries: entries }), CALL_TIMEOUT_MS);
    }
  };
  const putBack = (messages: readonly Received[], afterMs: (message: Received) => number): Promise<void> =>
    inBatches('ChangeMessageVisibilityBatch', messages, (message) => ({
      VisibilityTimeout: Math.ceil(afterMs(message) / 1_000),
    }));

  /** Resolves with how long to leave the handler alone. */
  const handle = async (messages: readonly Received[]): Promise<number> => {
    let failed: readonly Received[];
    try {
      const response = await handler({ Records: messages.map(({ record }) => record) });
      failed = failedOf(messages, response ?? undefined);
    } catch (error) {
      const pauseMs = retryDelayMs(Math.max(...messages.map(receiveCount)));
      log.error('the writer failed; its messages come again', {
        messages: messages.length,
        pauseMs,
        error: error as Error,
      });
      await putBack(messages, () => 0);
      return pauseMs;
    }
    const failedSet = new Set(failed);
    const done = messages.filter((message) => !failedSet.has(message));
    if (failed.length > 0) {
      log.warn('the writer put messages back; they come again', { messages: failed.length });
      await putBack(failed, (message) => retryDelayMs(receiveCount(message)));
    }
    if (done.length > 0) {
      await onDone(done);
      await inBatches('DeleteMessageBatch', done, () => ({}));
    }
    return 0;
  };

  const poll = async (): Promise<void> => {
    let probing = false;
    while (!stopping.signal.aborted) {
      try {
        const messages = await receive(probing ? 1 : undefined);
        if (messages.length === 0 || stopping.signal.aborted) continue;
        const handled = handle(messages);
        inHand = handled;
        const pauseMs = await handled;
        probing = pauseMs > 0;
        if (probing) await pause(pauseMs);
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.error('the local queue failed; polling goes on', { error: error as Error });
        await pause(1_000);
      }
    }
  };
  void poll();

  return {
    stop: async () => {
      stopping.abort();
      await inHand.catch((error: Error) => log.error('the last batch was not finished', { error }));
    },
  };
};
