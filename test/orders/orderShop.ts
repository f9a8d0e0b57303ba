import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { CUSTOMERS, PRODUCTS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoCatalogue } from '../../src/adapters/mongodb/mongoCatalogue.ts';
import { mongoOrderBook } from '../../src/adapters/mongodb/mongoOrderBook.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import type { CustomerId } from '../../src/domain/ids.ts';
import { createOrders, type OrdersDependencies } from '../../src/orders/createOrders.ts';
import type { OrderToPlace } from '../../src/orders/Orders.ts';
import type { SessionChange } from '../../src/ports/HotSessions.ts';
import { inMemoryDb } from '../aggregate/inMemoryDb.ts';
import { keptLog, NOON, testSites } from '../support/testShop.ts';
import { ANNA, item, SESSION, SITE } from './orderFixtures.ts';

export type OrderPorts = Pick<
  OrdersDependencies,
  'book' | 'catalogue' | 'hotSessions' | 'deliver' | 'record'
>;

/** What a process of a shop stands on; what another process of it left is there too. */
export const orderShop = (db: DriverDb = inMemoryDb(() => NOON)) => {
  const clock = { nowMs: NOON };
  const messages: QueueMessage[] = [];
  const changes: SessionChange[] = [];
  const counts = new Map<string, number>();
  const log = keptLog();
  const record = mongoRecordStore({ db });
  const ports: OrderPorts = {
    book: mongoOrderBook({ db }),
    catalogue: mongoCatalogue({ db }),
    hotSessions: {
      change: async (change) => {
        changes.push(change);
        return { outcome: 'changed' };
      },
    },
    deliver: async (message) => void messages.push(structuredClone(message)),
    record,
  };
  const site = SITE.id;
  return {
    clock,
    ports,
    log,
    messages,
    changes,
    counts,
    record,
    aggregation: mongoAggregationRecord({ db }),
    orders: (replaced: Partial<OrderPorts> = {}) =>
      createOrders({
        ...ports,
        ...replaced,
        sites: testSites,
        now: () => clock.nowMs,
        log,
        count: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1),
      }),
    events: () => messages.flatMap(({ events }) => events),
    stock: async (productId: string) => (await ports.catalogue.find(site, [productId]))[0]?.stock,
    customer: (customer: CustomerId = ANNA) =>
      db.collection(CUSTOMERS).findOne({ _id: `${site}:${customer}` }),
    /** How many reservations and returns a product still notes. */
    notes: async (productId: string) => {
      const found = await db.collection(PRODUCTS).findOne({ _id: `${site}:${productId}` });
      return Object.keys(found?.held ?? {}).length;
    },
    product: (productId: string) => db.collection(PRODUCTS).findOne({ _id: `${site}:${productId}` }),
  };
};

/** Anna's wish for a pair of boots. */
export const wish = (orderId: string, more: Partial<OrderToPlace> = {}): OrderToPlace => ({
  site: SITE,
  orderId,
  customer: ANNA,
  idempotencyKey: `key of ${orderId}`,
  items: [item('boots')],
  session: SESSION,
  ...more,
});

export const refundOf = (orderId: string, refundId: string, amountMinor: number, pieces: object = {}) => ({
  site: SITE,
  orderId,
  refundId,
  amountMinor,
  items: Object.entries(pieces).map(([productId, quantity]) => ({ productId, quantity: Number(quantity) })),
});
