import { connectSqs } from '../../src/adapters/sqs/connectSqs.ts';
import { sdkSqsQueue } from '../../src/adapters/sqs/sdkSqsQueue.ts';
import type { Site } from '../../src/domain/site.ts';
import { createDelivery } from '../../src/middleware/createDelivery.ts';
import type { Deliver } from '../../src/middleware/SessionDependencies.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';

/** The way of a server's own events to the record, where no visitor waits for it: the queue, and the record where that refuses. */
export const connectDelivery = ({
  queueUrl,
  record,
  sites,
  log,
  count,
}: {
  readonly queueUrl: string;
  readonly record: RecordStore;
  readonly sites: readonly Site[];
  readonly log: Log;
  readonly count: (what: string) => void;
}): Deliver => {
  const write = writeMessages({ record, sites, log });
  return createDelivery({
    queue: sdkSqsQueue({ queueUrl, client: connectSqs() }),
    writeThrough: async (message) => {
      await write([message]);
    },
    log,
    count,
  });
};
