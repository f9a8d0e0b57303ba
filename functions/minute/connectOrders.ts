import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { mongoCatalogue } from '../../src/adapters/mongodb/mongoCatalogue.ts';
import { mongoOrderBook } from '../../src/adapters/mongodb/mongoOrderBook.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { connectSqs } from '../../src/adapters/sqs/connectSqs.ts';
import { sdkSqsQueue } from '../../src/adapters/sqs/sdkSqsQueue.ts';
import { createDelivery } from '../../src/middleware/createDelivery.ts';
import { createOrders } from '../../src/orders/createOrders.ts';
import type { Orders } from '../../src/orders/Orders.ts';
import type { HotSessions } from '../../src/ports/HotSessions.ts';
import type { Log } from '../../src/ports/Log.ts';
import { createTally } from '../../src/runtime/tally.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import type { MinuteEnvironment } from './environment.ts';

/** The orders of all sites, to finish what was left of them. */
export const connectOrders = (
  { queueUrl, sites }: Pick<MinuteEnvironment, 'queueUrl' | 'sites'>,
  {
    place,
    hotSessions,
    log,
  }: {
    readonly place: { readonly db: DriverDb; readonly timeoutMs: number };
    readonly hotSessions: HotSessions;
    readonly log: Log;
  },
): Orders => {
  const record = mongoRecordStore(place);
  const count = createTally({ log, now: Date.now });
  const write = writeMessages({ record, sites, log });
  return createOrders({
    book: mongoOrderBook(place),
    catalogue: mongoCatalogue(place),
    hotSessions,
    deliver: createDelivery({
      queue: sdkSqsQueue({ queueUrl, client: connectSqs() }),
      writeThrough: async (message) => {
        await write([message]);
      },
      log,
      count,
    }),
    record,
    sites,
    now: Date.now,
    log,
    count,
  });
};
