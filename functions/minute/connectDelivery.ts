import { randomUUID } from 'node:crypto';
import { connectSqs } from '../../src/adapters/sqs/connectSqs.ts';
import { sdkSqsQueue } from '../../src/adapters/sqs/sdkSqsQueue.ts';
import { createDelivery } from '../../src/middleware/createDelivery.ts';
import type { Deliver } from '../../src/middleware/SessionDependencies.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import type { WriteMessages } from '../../src/writer/writeMessages.ts';
import { writeThrough } from '../../src/writer/writeThrough.ts';

/** The way of a server's own events to the record, where no visitor waits for it: the queue, and the record where that refuses. */
export const connectDelivery = ({
  queueUrl,
  record,
  write,
  log,
  count,
}: {
  readonly queueUrl: string;
  readonly record: RecordStore;
  readonly write: WriteMessages;
  readonly log: Log;
  readonly count: (what: string) => void;
}): Deliver =>
  createDelivery({
    queue: sdkSqsQueue({ queueUrl, client: connectSqs() }),
    writeThrough: writeThrough({ record, write, log, now: Date.now, randomId: randomUUID }),
    log,
    count,
  });
