import { describe, expect, it } from 'vitest';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { PrivacyMode } from '../../src/domain/site.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { inMemoryDb } from '../aggregate/inMemoryDb.ts';
import { messageOf } from '../domain/events/parseMessageFixtures.ts';
import { eventOf, MINUTE, SITE, START, serverEventOf, startOf } from '../domain/sessions/foldFixtures.ts';
import { keptLog } from '../support/testShop.ts';

const ORDERED = { orderId: 'o1', amountMinor: 5_000, currency: 'EUR' };
const order = (id = 'order:o1') => serverEventOf('order_completed', { id, properties: ORDERED });
const refund = serverEventOf('order_refunded', {
  id: 'refund:r1',
  properties: { orderId: 'o1', refundId: 'r1', amountMinor: 1_000 },
});

const arrange = (privacy: PrivacyMode) => {
  const db = inMemoryDb(() => START);
  const record = mongoRecordStore({ db });
  const sites = [{ ...SITE, privacy }];
  return {
    write: writeMessages({ record, sites, log: keptLog(), now: () => START }),
    orders: () => mongoAggregationRecord({ db }).ordersPlaced(SITE.id, START - MINUTE, START + 60 * MINUTE),
    sessions: () => record.recentSessions(SITE.id, 10),
    events: () => db.collection('session_events').find({}).toArray(),
  };
};

describe('an order that an event of a session tells', () => {
  it('counts as the shop’s and is of no session where the site keeps no cookies', async () => {
    const shop = arrange('cookieless');
    const message = messageOf([startOf(), eventOf('page_view', { path: '/' }), order(), refund]);
    await shop.write([message]);
    await shop.write([message, messageOf([order()])]);
    expect(await shop.orders()).toEqual([
      expect.objectContaining({
        orderId: 'o1',
        amountMinor: 5_000,
        refundedMinor: 1_000,
        unjoined: 'cookieless',
      }),
    ]);
    expect(await shop.sessions()).toMatchObject([{ pageViews: 1, converted: false, orders: [] }]);
    expect(JSON.stringify(await shop.events())).not.toContain('o1');
  });

  it('is the session’s on every other site', async () => {
    const shop = arrange('consent');
    await shop.write([messageOf([startOf(), order()])]);
    expect(await shop.sessions()).toMatchObject([{ converted: true, orderId: 'o1' }]);
    const [told] = await shop.orders();
    expect(told).toMatchObject({ orderId: 'o1' });
    expect(told).not.toHaveProperty('unjoined');
  });

  it('that tells no amount is none', async () => {
    const shop = arrange('cookieless');
    const wrong = serverEventOf('order_completed', { id: 'order:o2', properties: { orderId: 'o2' } });
    await shop.write([messageOf([startOf(), wrong])]);
    expect(await shop.orders()).toEqual([]);
    expect(await shop.sessions()).toMatchObject([{ converted: false }]);
  });
});
