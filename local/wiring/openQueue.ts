import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createHandler as createWriter } from '../../functions/writer/createHandler.ts';
import { QUEUE_SETTINGS } from '../../functions/writer/queueSettings.ts';
import { queueDepth } from '../../src/adapters/sqs/queueDepth.ts';
import { sqsDeadLetters } from '../../src/adapters/sqs/sqsDeadLetters.ts';
import type { Site } from '../../src/domain/site.ts';
import type { EventQueue } from '../../src/ports/EventQueue.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import type { MovableClock } from '../clock/movableClock.ts';
import { byToldClock, tellingClock } from '../clock/queueByClock.ts';
import { type LocalQueueAddress, startLocalQueue } from '../queue/startLocalQueue.ts';

export interface OpenQueue {
  readonly queue: EventQueue;
  /** How many messages wait for the writer or are with it, and how many it has refused in this run. Rejects where the queue does not answer. */
  depth(): Promise<{ readonly waiting: number; readonly refused: number }>;
  /** The messages that were accepted and that the writer has not finished, oldest first. */
  unfinished(): readonly string[];
  /** Has the writer finish what it can in a moment; the rest waits in the spool for the next start. */
  close(): Promise<void>;
}

/** The local queue with the writer's own handler behind it; what the writer refuses goes to the local dead letters. */
export const openQueue = async ({
  dataDir,
  record,
  sites,
  clock,
  log,
  drainMs,
}: {
  readonly dataDir: string;
  readonly record: RecordStore;
  readonly sites: readonly Site[];
  readonly clock: MovableClock;
  readonly log: Log;
  readonly drainMs?: number | undefined;
}): Promise<OpenQueue> => {
  let writer: ((event: SQSEvent) => Promise<SQSBatchResponse>) | undefined;
  // A line a batch is for CloudWatch; here each event is told.
  const writerLog: Log = { ...log, info: log.debug };

  const writerAt = (address: LocalQueueAddress) =>
    byToldClock(
      createWriter({
        record,
        deadLetters: sqsDeadLetters({ queueUrl: address.deadLetterUrl, client: clientOf(address) }),
        sites,
        log: writerLog,
        now: clock.now,
      }),
      clock,
    );

  const { queue, address, unfinished, close } = await startLocalQueue({
    dir: dataDir,
    maxReceiveCount: QUEUE_SETTINGS.maxReceiveCount,
    log,
    ...(drainMs === undefined ? {} : { drainMs }),
    handler: (event, address) => {
      writer ??= writerAt(address);
      return writer(event);
    },
  });
  const client = clientOf(address);
  return {
    queue: tellingClock(queue, clock),
    unfinished,
    depth: async () => ({
      waiting: await queueDepth(client, address.queueUrl),
      refused: await queueDepth(client, address.deadLetterUrl),
    }),
    close: async () => {
      await close();
      client.destroy();
    },
  };
};

const clientOf = ({ endpoint, region, credentials }: LocalQueueAddress): SQSClient =>
  new SQSClient({ endpoint, region, credentials });
