import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { mongoCatalogue } from '../../src/adapters/mongodb/mongoCatalogue.ts';
import { mongoOrderBook } from '../../src/adapters/mongodb/mongoOrderBook.ts';
import { createOrders } from '../../src/orders/createOrders.ts';
import type { Orders } from '../../src/orders/Orders.ts';
import type { HotSessions } from '../../src/ports/HotSessions.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import { createTally } from '../../src/runtime/tally.ts';
import type { WriteMessages } from '../../src/writer/writeMessages.ts';
import { connectDelivery } from './connectDelivery.ts';
import type { MinuteEnvironment } from './environment.ts';

/** The orders of all sites, to finish what was left of them. */
export const connectOrders = (
  { queueUrl, sites }: Pick<MinuteEnvironment, 'queueUrl' | 'sites'>,
  {
    place,
    record,
    write,
    hotSessions,
    log,
  }: {
    readonly place: { readonly db: DriverDb; readonly timeoutMs: number };
    readonly record: RecordStore;
    readonly write: WriteMessages;
    readonly hotSessions: HotSessions;
    readonly log: Log;
  },
): Orders => {
  const count = createTally({ log, now: Date.now });
  return createOrders({
    book: mongoOrderBook(place),
    catalogue: mongoCatalogue(place),
    hotSessions,
    deliver: connectDelivery({ queueUrl, record, write, log, count }),
    record,
    sites,
    now: Date.now,
    log,
    count,
  });
};
