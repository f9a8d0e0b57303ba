import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { leanSqsQueue } from '../../src/adapters/sqs/leanSqsQueue.ts';
import { sqsCalls } from '../../src/adapters/sqs/sqsCalls.ts';
import { type EventQueue, QueueUnavailable } from '../../src/ports/EventQueue.ts';
import type { Log } from '../../src/ports/Log.ts';
import { createQueues } from './createQueues.ts';
import { startLoopbackFauxqs } from './loopbackFauxqs.ts';
import { openLocalSpool } from './openLocalSpool.ts';
import { pollQueue } from './pollQueue.ts';
import { messageReceiver } from './receivedMessages.ts';
import { sendAgain, spooledQueue } from './spooledQueue.ts';

/** How to reach the local SQS with any client. */
export interface LocalQueueAddress {
  readonly endpoint: string;
  readonly region: string;
  readonly queueUrl: string;
  readonly deadLetterUrl: string;
  /** fauxqs takes any. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface LocalQueueOptions {
  /** The data folder; the spool gets a folder of its own in it. */
  readonly dir: string;
  /** Of the local SQS; any that is free without it. */
  readonly port?: number;
  /** The writer's. It may be called before `startLocalQueue` resolves; what it needs of the queue comes as its second argument. */
  readonly handler: (
    event: SQSEvent,
    address: LocalQueueAddress,
    // biome-ignore lint/suspicious/noConfusingVoidType: a handler without partial failures returns nothing
  ) => Promise<SQSBatchResponse | void>;
  readonly log: Log;
  /** Receives after which a message goes to the dead-letter queue; 50. */
  readonly maxReceiveCount?: number;
  /** How long `close` waits for the writer to finish what was accepted; 2,000 ms. What it does not, the next start sends again. */
  readonly drainMs?: number;
}

export interface LocalQueue {
  readonly queue: EventQueue;
  readonly address: LocalQueueAddress;
  /** The messages that were accepted and that the writer has not finished, oldest first. */
  unfinished(): readonly string[];
  /** Refuses new messages, has the writer finish, and closes everything; the queue's own `close` does the same. Safe to repeat. */
  close(): Promise<void>;
}

const REGION = 'us-east-1';
const QUEUE_NAME = 'footfall-events';
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
/** Sender, queue and writer share one thread here: a second without an answer means that it is busy. */
const PATIENCE = { budgetMs: 10_000, callTimeoutMs: 5_000 };

/**
 * SQS and its event source mapping on a laptop: fauxqs behind HTTP, so that the adapter of AWS is what runs, a spool
 * that outlives `kill -9`, and a poller that feeds the writer's handler.
 * @throws `FolderLocked` where another process uses the folder, `LogCorrupted` where the spool is damaged
 */
export const startLocalQueue = async (options: LocalQueueOptions): Promise<LocalQueue> => {
  const { handler, log, maxReceiveCount = 50, drainMs = 2_000 } = options;
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };

  try {
    const spool = await openLocalSpool({ dataDir: options.dir, log });
    closers.push(() => spool.close());
    const server = await startLoopbackFauxqs({ port: options.port ?? 0, region: REGION });
    closers.push(() => server.close());

    const signing = {
      endpoint: server.endpoint,
      region: REGION,
      credentials: () => CREDENTIALS,
      now: Date.now,
    };
    const calls = sqsCalls(signing);
    const { queueUrl, queueArn, deadLetterUrl } = await createQueues({
      calls,
      name: QUEUE_NAME,
      maxReceiveCount,
    });
    const address = {
      endpoint: server.endpoint,
      region: REGION,
      queueUrl,
      deadLetterUrl,
      credentials: CREDENTIALS,
    };
    const direct = leanSqsQueue({ ...signing, queueUrl, ...PATIENCE });
    await sendAgain({ queue: direct, spool, log });

    const poller = pollQueue({
      calls,
      queueUrl,
      receive: messageReceiver({ calls, queueUrl, queueArn, region: REGION }),
      handler: (event) => handler(event, address),
      onDone: (messages) => spool.clear(messages.flatMap(({ spoolId }) => spoolId ?? [])),
      log,
    });

    const spooled = spooledQueue({ queue: direct, spool, log });
    let closed: Promise<void> | undefined;
    const finish = async (): Promise<void> => {
      await Promise.race([spool.whenEmpty(), sleep(drainMs, undefined, { ref: false })]);
      await poller.stop();
      await spooled.close();
      calls.close();
      await closeAll();
    };
    const close = (): Promise<void> => {
      closed ??= finish();
      return closed;
    };
    return {
      queue: {
        send: async (body) => {
          if (closed !== undefined) throw new QueueUnavailable('the local queue is closing');
          await spooled.send(body);
        },
        close,
      },
      address,
      unfinished: () => [...spool.open.values()],
      close,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
};
