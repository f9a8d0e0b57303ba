import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoCustomerSessions } from '../../src/adapters/mongodb/mongoCustomerSessions.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { CustomerId, SessionId } from '../../src/domain/ids.ts';
import type { UnjoinedTold } from '../../src/domain/orders/shopOrder.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { AggregationRecord } from '../../src/ports/AggregationRecord.ts';
import type { CustomerSessions } from '../../src/ports/CustomerSessions.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import { MINUTE, SITE, START, serverEventOf, startOf } from '../domain/sessions/foldFixtures.ts';
import type { RecordPlace } from './recordStorePlaces.ts';

const ORDERED: UnjoinedTold = {
  site: SITE.id,
  orderId: 'o.1',
  kind: 'order_completed',
  amountMinor: 5_000,
  currency: 'EUR',
  occurredAt: START,
  receivedAt: START + 5,
  reason: 'cookie_expired',
};
const { currency, ...OF_REFUND } = ORDERED;
const REFUNDED: UnjoinedTold = {
  ...OF_REFUND,
  kind: 'order_refunded',
  refundId: 'r1',
  amountMinor: 1_000,
  occurredAt: START + MINUTE,
};

const FACT = {
  orderId: 'o.1',
  amountMinor: 5_000,
  currency: 'EUR',
  placedAt: START,
  refundedMinor: 0,
};

/** How orders and sessions find each other in the record: run on each place that it may be in. */
export const orderJoinsContract = (start: () => Promise<RecordPlace>): void => {
  describe('a record', () => {
    let place: RecordPlace;
    let record: RecordStore;
    let aggregation: AggregationRecord;
    let sessions: CustomerSessions;
    beforeAll(async () => {
      place = await start();
      record = mongoRecordStore({ db: place.db, timeoutMs: 10_000 });
      aggregation = mongoAggregationRecord({ db: place.db });
      sessions = mongoCustomerSessions({ db: place.db, timeoutMs: 10_000 });
      await record.ensureIndexes();
    });
    beforeEach(() => place.empty());
    afterAll(() => place?.stop());

    const told = () => aggregation.ordersPlaced(SITE.id, START, START + MINUTE);
    const completed = (joinedBy?: string) =>
      serverEventOf('order_completed', {
        occurredAt: START,
        properties: {
          orderId: 'o.1',
          amountMinor: 5_000,
          currency: 'EUR',
          ...(joinedBy === undefined ? {} : { joinedBy }),
        },
      });

    it('knows an order of no session, and why it is of none, in whatever order it is told', async () => {
      await record.tellUnjoinedOrders([REFUNDED]);
      expect(await told()).toEqual([]);
      await record.tellUnjoinedOrders([ORDERED]);
      await record.tellUnjoinedOrders([REFUNDED, ORDERED]);
      await record.tellUnjoinedOrders([]);
      expect(await told()).toEqual([{ ...FACT, refundedMinor: 1_000, unjoined: 'cookie_expired' }]);
      expect(await aggregation.changedOrders(SITE.id, undefined)).toMatchObject([
        { orderId: 'o.1', at: START },
      ]);
    });

    it('takes an order for joined once an event of a session tells of it, whoever came first', async () => {
      const { session: id, browser, visitor, sessionStartedAt: startedAt } = completed();
      const joined = { ...FACT, session: { id, browser, visitor, startedAt } };
      await record.tellUnjoinedOrders([{ ...ORDERED, occurredAt: START - 1 }]);
      await record.tellOrders([completed('customer')]);
      const facts = await aggregation.orders(SITE.id, ['o.1']);
      expect(facts).toEqual([{ ...joined, placedAt: START - 1, joinedBy: 'customer' }]);
      await place.empty();
      await record.tellOrders([completed()]);
      await record.tellUnjoinedOrders([ORDERED]);
      expect(await told()).toEqual([joined]);
    });

    it('tells by what an order was joined, and believes no word that it does not know', async () => {
      await record.tellOrders([completed('cookie')]);
      expect(await told()).toMatchObject([{ joinedBy: 'cookie' }]);
      await place.empty();
      await record.tellOrders([completed('magic')]);
      expect((await told())[0]).not.toHaveProperty('joinedBy');
    });

    it('finds a customer’s latest session of a span', async () => {
      const customer = 'c1' as CustomerId;
      const session = (id: string, minute: number, customerId = customer) => {
        const sessionStartedAt = START + minute * MINUTE;
        const at = { session: id as SessionId, sessionStartedAt, occurredAt: sessionStartedAt };
        const fold = foldSession({ events: [startOf({}, at)], site: SITE });
        if (fold === undefined) throw new Error('no session');
        return { ...fold, customerId };
      };
      await record.saveSessions([
        session('s1', 0),
        session('s2', 10),
        session('s3', 20),
        session('s4', 15, 'c2' as CustomerId),
      ]);
      const latest = async (startedBy: number, seenSince: number) =>
        (
          await sessions.latest(SITE.id, customer, {
            startedByMs: START + startedBy * MINUTE,
            seenSinceMs: START + seenSince * MINUTE,
          })
        )?.id;
      expect(await latest(19, 0)).toBe('s2');
      expect(await latest(20, 0)).toBe('s3');
      expect(await latest(19, 11)).toBeUndefined();
      expect(await latest(-1, -9)).toBeUndefined();
    });
  });
};
