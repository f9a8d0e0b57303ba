import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import { OrderNotFresh } from '../../src/orders/freshness.ts';
import { HotSessionsUnavailable } from '../../src/ports/HotSessions.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { NOON } from '../support/testShop.ts';
import { ANNA, BEN, item, product, SESSION, SITE } from './orderFixtures.ts';
import { orderShop, refundOf, wish } from './orderShop.ts';

const MINUTE = 60_000;

let shop: ReturnType<typeof orderShop>;
beforeEach(async () => {
  shop = orderShop();
  await shop.ports.catalogue.seed(SITE.id, [product('boots', { stock: 5 }), product('socks', { stock: 2 })]);
});

describe('an order', () => {
  it('takes its pieces, converts its session, is told as an event, and counts for customer and products', async () => {
    const items = [item('boots', 2, 1_000), item('socks', 1, 250)];
    const placed = await shop.orders().place(wish('o1', { items }));
    expect(placed).toMatchObject({
      ok: true,
      repeated: false,
      order: { orderId: 'o1', amountMinor: 2_250, currency: 'EUR', placedAt: NOON, state: 'placed' },
    });
    expect(await shop.stock('boots')).toBe(3);
    expect(await shop.stock('socks')).toBe(1);
    expect(shop.changes).toEqual([
      {
        site: SITE.id,
        browser: SESSION.browser,
        sessionId: SESSION.id,
        nowMs: NOON,
        patch: { converted: true, orderId: 'o1' },
      },
    ]);
    expect(shop.messages).toEqual([
      {
        v: 1,
        session: { ...SESSION, site: SITE.id },
        events: [
          {
            id: 'shop:b1:order:o1',
            type: 'order_completed',
            source: 'server',
            occurredAt: NOON,
            receivedAt: NOON,
            customerId: ANNA,
            properties: {
              orderId: 'o1',
              amountMinor: 2_250,
              currency: 'EUR',
              items: [
                { productId: 'boots', quantity: 2, priceMinor: 1_000 },
                { productId: 'socks', quantity: 1, priceMinor: 250 },
              ],
            },
          },
        ],
      },
    ]);
    expect(await shop.customer()).toMatchObject({
      totalOrders: 1,
      totalSpent: 2_250,
      lastOrderDate: new Date(NOON),
    });
    expect(await shop.product('boots')).toMatchObject({ totalSales: 2, totalRevenue: 2_000 });
    expect(await shop.notes('boots')).toBe(0);
    expect(await shop.ports.book.find(SITE.id, 'o1')).toMatchObject({ effects: 'done' });
  });

  it('is one, by its id and by its customer’s key', async () => {
    await shop.orders().place(wish('o1'));
    for (const again of [
      wish('o1'),
      wish('o1', { idempotencyKey: 'k2' }),
      wish('o2', { idempotencyKey: 'k2' }),
    ])
      expect(await shop.orders().place(again)).toMatchObject({
        ok: true,
        repeated: true,
        order: { orderId: 'o1' },
      });
    expect(await shop.stock('boots')).toBe(4);
    expect(shop.messages).toHaveLength(1);
    expect(await shop.customer()).toMatchObject({ totalOrders: 1 });
  });

  it('is refused where there are too few of one thing, keeps nothing, and says how many there are', async () => {
    const items = [item('boots', 2), item('socks', 3)];
    expect(await shop.orders().place(wish('o1', { items }))).toEqual({
      ok: false,
      reason: 'sold_out',
      productId: 'socks',
      available: 2,
    });
    expect(await shop.stock('boots')).toBe(5);
    expect([shop.messages, shop.changes]).toEqual([[], []]);
    expect(await shop.customer()).toBeNull();
    expect(await shop.ports.book.pending(SITE.id, NOON + MINUTE, 9)).toEqual([]);
  });

  it('that was refused can be had with less of it, by the same id', async () => {
    await shop.orders().place(wish('o1', { items: [item('socks', 3)] }));
    const again = await shop.orders().place(wish('o1', { items: [item('socks', 2)] }));
    expect(again).toMatchObject({ ok: true, repeated: false, order: { amountMinor: 2_000, attempt: 1 } });
    expect(await shop.stock('socks')).toBe(0);
  });

  it('of a request without a session counts for the shop, and tells why it is joined to none', async () => {
    await shop.orders().place(wish('o1', { session: undefined }));
    expect(shop.messages).toEqual([]);
    expect(await shop.aggregation.ordersPlaced(SITE.id, NOON, NOON + 1)).toEqual([
      {
        orderId: 'o1',
        amountMinor: 1_000,
        currency: 'EUR',
        placedAt: NOON,
        refundedMinor: 0,
        unjoined: 'not_tracked',
      },
    ]);
    expect(await shop.customer()).toMatchObject({ totalOrders: 1 });
  });

  it('of a site that keeps no cookies is joined to no session, whoever knows one', async () => {
    const cookieless = { ...SITE, privacy: 'cookieless' } as const;
    await shop.orders().place({ ...wish('o1'), site: cookieless });
    await shop.orders().report({
      site: cookieless,
      orderId: 'o2',
      amountMinor: 500,
      currency: 'EUR',
      placedAt: NOON,
      items: [],
      join: { joined: true, by: 'cookie', session: SESSION },
    });
    expect(shop.messages).toEqual([]);
    expect(shop.changes).toEqual([]);
    expect(await shop.aggregation.ordersPlaced(SITE.id, NOON, NOON + 1)).toMatchObject([
      { orderId: 'o1', unjoined: 'cookieless' },
      { orderId: 'o2', unjoined: 'cookieless' },
    ]);
  });

  it.each([
    ['nothing', []],
    ['no piece', [item('boots', 0)]],
    ['half a piece', [item('boots', 1.5)]],
    ['less than nothing', [item('boots', -1)]],
    ['a price below zero', [item('boots', 1, -5)]],
    ['more money than a number holds', [item('boots', Number.MAX_SAFE_INTEGER, 9)]],
  ])('of %s is a programming error', async (_, items) => {
    await expect(shop.orders().place(wish('o1', { items }))).rejects.toThrow(RangeError);
    expect(await shop.ports.book.find(SITE.id, 'o1')).toBeUndefined();
  });
});

describe('orders of several days', () => {
  it('are read again a day at a time', async () => {
    const read: number[] = [];
    let atOnce = 0;
    const counted =
      <A extends unknown[], R>(method: (...args: A) => Promise<readonly R[]>) =>
      async (...args: A) => {
        atOnce += 1;
        expect(atOnce).toBe(1);
        const orders = await method(...args);
        read.push(orders.length);
        atOnce -= 1;
        return [...orders];
      };
    const { book } = shop.ports;
    const orders = shop.orders({
      book: { ...book, ofCustomerOn: counted(book.ofCustomerOn), ofProductOn: counted(book.ofProductOn) },
    });
    for (const [day, id] of [
      [0, 'o1'],
      [0, 'o2'],
      [1, 'o3'],
    ] as const) {
      shop.clock.nowMs = NOON + day * 24 * 60 * MINUTE;
      await orders.place(wish(id));
    }
    expect(read).toEqual([1, 1, 2, 2, 1, 1]);
    expect(await shop.customer()).toMatchObject({ totalOrders: 3, totalSpent: 3_000 });
  });

  it('add up, also where one of an earlier day is given back', async () => {
    for (const day of [0, 1, 2]) {
      shop.clock.nowMs = NOON + day * 24 * 60 * MINUTE;
      await shop.orders().place(wish(`o${day}`));
    }
    await shop.orders().refund(refundOf('o0', 'all', 1_000, { boots: 1 }));
    expect(await shop.product('boots')).toMatchObject({ totalSales: 2, totalRevenue: 2_000, stock: 3 });
    expect(await shop.customer()).toMatchObject({ totalOrders: 2, totalSpent: 2_000 });
  });
});

describe('an order whose effects fail', () => {
  it('stands, and the next minute has them', async () => {
    const orders = shop.orders({ deliver: () => Promise.reject(new Error('no queue')) });
    expect(await orders.place(wish('o1'))).toMatchObject({ ok: true });
    expect(shop.counts.get('order_effects_pending')).toBe(1);
    expect(shop.log.lines).toMatchObject([{ level: 'error', fields: { site: 'shop', orderId: 'o1' } }]);
    expect(await shop.customer()).toBeNull();

    shop.clock.nowMs += MINUTE;
    await expect(orders.finishPending(SITE)).rejects.toThrow(AggregateError);
    expect(shop.counts.get('order_not_finished')).toBe(1);
    shop.clock.nowMs += 6 * MINUTE;
    expect(await shop.orders().finishPending(SITE)).toBe(1);
    expect(await shop.customer()).toMatchObject({ totalOrders: 1 });
    expect(shop.events().map(({ id }) => id)).toEqual(['shop:b1:order:o1']);
    expect(await shop.orders().finishPending(SITE)).toBe(0);
  });

  it('has the others where only the live session does not answer', async () => {
    const change = () => Promise.reject(new HotSessionsUnavailable('down'));
    await shop.orders({ hotSessions: { change } }).place(wish('o1'));
    expect(shop.counts.get('order_not_in_hot_session')).toBe(1);
    expect(await shop.ports.book.find(SITE.id, 'o1')).toMatchObject({ effects: 'done' });
  });

  it('lets no other wait for it', async () => {
    await shop.orders({ deliver: () => Promise.reject(new Error('no queue')) }).place(wish('bad'));
    await shop
      .orders({ deliver: () => Promise.reject(new Error('no queue')) })
      .place(wish('good', { customer: BEN }));
    shop.clock.nowMs += MINUTE;
    const deliver = async (message: QueueMessage) => {
      if (message.events.some(({ id }) => id.endsWith('bad'))) throw new Error('never');
      await shop.ports.deliver(message);
    };
    await expect(shop.orders({ deliver }).finishPending(SITE)).rejects.toThrow('1 orders were not finished');
    expect(await shop.ports.book.find(SITE.id, 'good')).toMatchObject({ effects: 'done' });
  });

  it('is left alone by the minute while whoever began it is still at it', async () => {
    const decide = () => Promise.reject(new RecordUnavailable('killed'));
    const killed = shop.orders({ book: { ...shop.ports.book, decide } });
    await expect(killed.place(wish('o1'))).rejects.toThrow('killed');
    shop.clock.nowMs += 29_000;
    expect(await shop.orders().finishPending(SITE)).toBe(0);
    shop.clock.nowMs += 2_000;
    expect(await shop.orders().finishPending(SITE)).toBe(1);
    expect(await shop.stock('boots')).toBe(4);
    expect(await shop.customer()).toMatchObject({ totalOrders: 1 });
  });
});

describe('what cannot be finished', () => {
  it('lets others go first for some minutes, however many there are of it', async () => {
    const never = shop.orders({ deliver: () => Promise.reject(new Error('never')) });
    for (const id of ['bad1', 'bad2']) await never.place(wish(id));
    shop.clock.nowMs += MINUTE;
    await expect(never.finishPending(SITE)).rejects.toThrow('2 orders were not finished');
    shop.clock.nowMs += 4 * MINUTE;
    const pending = async () => (await shop.ports.book.pending(SITE.id, shop.clock.nowMs, 9)).length;
    expect(await pending()).toBe(0);
    expect(await never.finishPending(SITE)).toBe(0);
    shop.clock.nowMs += 2 * MINUTE;
    expect(await pending()).toBe(2);
    expect(await shop.orders().finishPending(SITE)).toBe(2);
  });

  it('is told with its cause, also where it cannot be postponed', async () => {
    const postpone = () => Promise.reject(new RecordUnavailable('no record'));
    const never = shop.orders({
      deliver: () => Promise.reject(new Error('never')),
      book: { ...shop.ports.book, postpone },
    });
    await never.place(wish('bad'));
    shop.clock.nowMs += MINUTE;
    const failed = await never.finishPending(SITE).catch((error: AggregateError) => error.errors);
    expect(failed).toMatchObject([{ errors: [{ message: 'never' }, { message: 'no record' }] }]);
  });
});

describe('an order whose process was killed before it was settled', () => {
  it('is settled by the next minute, also one that was refunded since', async () => {
    const settle = () => Promise.reject(new RecordUnavailable('killed'));
    const killed = shop.orders({ catalogue: { ...shop.ports.catalogue, settle } });
    await killed.place(wish('o1', { items: [item('boots', 3)] }));
    await killed.refund(refundOf('o1', 'r1', 1_000, { boots: 1 }));
    await killed.place(wish('o2', { items: [item('socks')] }));
    expect(await shop.notes('boots')).toBe(2);
    expect(await shop.ports.book.find(SITE.id, 'o1')).toMatchObject({ effects: 'done' });
    await shop.orders().refund(refundOf('o1', 'r2', 1_000, { boots: 1 }));
    expect(await shop.product('boots')).toMatchObject({ stock: 4 });
    expect(await shop.notes('boots')).toBe(0);
    shop.clock.nowMs += MINUTE;
    expect(await shop.orders().finishPending(SITE)).toBe(1);
    expect(await shop.product('socks')).toMatchObject({ stock: 1 });
    expect(await shop.notes('socks')).toBe(0);
    expect(await shop.orders().finishPending(SITE)).toBe(0);
  });
});

describe('where the record is slow', () => {
  const ids = Array.from({ length: 70 }, (_, n) => `p${n}`);
  /** Each thing that is done in the stock takes over a second, by the clock that tells how fresh an order is. */
  const slow = (tookMs: number, between: (calls: number) => Promise<unknown> = async () => {}) => {
    const { catalogue } = shop.ports;
    const clock = { ms: 0, calls: 0 };
    vi.spyOn(performance, 'now').mockImplementation(() => clock.ms);
    const slowly =
      <A extends unknown[], R>(method: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        clock.ms += tookMs;
        clock.calls += 1;
        const result = await method(...args);
        await between(clock.calls);
        return result;
      };
    return {
      clock,
      orders: shop.orders({
        catalogue: {
          ...catalogue,
          reserve: slowly(catalogue.reserve),
          restock: slowly(catalogue.restock),
        },
      }),
    };
  };
  beforeEach(() =>
    shop.ports.catalogue.seed(
      SITE.id,
      ids.map((id) => product(id)),
    ),
  );
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const some = (count: number) => ids.slice(0, count);
  const wished = (count: number) => wish('o1', { items: some(count).map((id) => item(id, 2)) });

  it('an order of many products is placed item by item, and its refund put back so', async () => {
    const { orders, clock } = slow(1_500);
    expect(await orders.place(wished(5))).toMatchObject({ ok: true });
    expect(clock.calls).toBe(5);
    const pieces = Object.fromEntries(some(5).map((id) => [id, 1]));
    await orders.refund(refundOf('o1', 'r1', 5_000, pieces));
    expect(clock.calls).toBe(10);
    expect(shop.log.lines).toEqual([]);
    expect(await Promise.all(some(5).map(shop.stock))).toEqual([9, 9, 9, 9, 9]);
    expect(await shop.ports.book.find(SITE.id, 'o1')).toMatchObject({ effects: 'done' });
  });

  it('an order that another process decided meanwhile is taken from there, and nothing twice', async () => {
    const { orders } = slow(1_500, async (calls) => calls === 2 && shop.orders().place(wished(4)));
    expect(await orders.place(wished(4))).toMatchObject({ ok: true });
    expect(await Promise.all(some(4).map(shop.stock))).toEqual([8, 8, 8, 8]);
    expect(await shop.product('p3')).toMatchObject({ totalSales: 2 });
    expect(await shop.notes('p3')).toBe(0);
  });

  it('a refund that another process finished meanwhile is left as it is', async () => {
    await shop.orders().place(wished(4));
    const refund = refundOf('o1', 'r1', 4_000, Object.fromEntries(some(4).map((id) => [id, 1])));
    const { orders, clock } = slow(1_500, async (calls) => calls === 2 && shop.orders().refund(refund));
    expect(await orders.refund(refund)).toMatchObject({ ok: true });
    expect(clock.calls).toBe(2);
    expect(await Promise.all(some(4).map(shop.stock))).toEqual([9, 9, 9, 9]);
    expect(shop.log.lines).toEqual([]);
  });

  it('an order that takes longer than anybody waits ends with an error', async () => {
    await expect(slow(1_500).orders.place(wished(70))).rejects.toThrow(OrderNotFresh);
  });

  it('the minute begins no other order after some twenty seconds', async () => {
    const never = shop.orders({ deliver: () => Promise.reject(new Error('no queue')) });
    for (const id of some(12)) await never.place(wish(id, { items: [item(id)] }));
    shop.clock.nowMs += MINUTE;
    const { clock } = slow(0);
    const deliver = async (message: QueueMessage) => {
      clock.ms += 4_000;
      await shop.ports.deliver(message);
    };
    const finished = await shop.orders({ deliver }).finishPending(SITE);
    expect(finished).toBeGreaterThanOrEqual(6);
    expect(finished).toBeLessThan(12);
    expect(await shop.orders().finishPending(SITE)).toBe(12 - finished);
  });
});

describe('a refund', () => {
  beforeEach(async () => {
    await shop.orders().place(wish('o1', { items: [item('boots', 2), item('socks', 1)] }));
    shop.clock.nowMs += MINUTE;
    shop.messages.length = 0;
  });

  it('in part brings money and pieces back, and is told as an event', async () => {
    const part = refundOf('o1', 'r1', 1_000, { boots: 1 });
    expect(await shop.orders().refund(part)).toMatchObject({ ok: true, repeated: false });
    expect(await shop.stock('boots')).toBe(4);
    expect(shop.events()).toEqual([
      {
        id: 'shop:b1:refund:o1:r1',
        type: 'order_refunded',
        source: 'server',
        occurredAt: NOON + MINUTE,
        receivedAt: NOON + MINUTE,
        customerId: ANNA,
        properties: { orderId: 'o1', refundId: 'r1', amountMinor: 1_000 },
      },
    ]);
    expect(await shop.customer()).toMatchObject({ totalOrders: 1, totalSpent: 2_000 });
    expect(await shop.product('boots')).toMatchObject({ totalSales: 1, totalRevenue: 1_000 });
    expect(await shop.notes('boots')).toBe(0);
  });

  it('of all leaves nothing of the order but its place in the book', async () => {
    await shop.orders().refund(refundOf('o1', 'all', 3_000, { boots: 2, socks: 1 }));
    expect(await shop.stock('boots')).toBe(5);
    expect(await shop.customer()).toMatchObject({ totalOrders: 0, totalSpent: 0 });
    expect(await shop.customer()).not.toHaveProperty('lastOrderDate');
    expect(await shop.product('socks')).toMatchObject({ totalSales: 0, totalRevenue: 0, stock: 2 });
  });

  it('sent again is the same one; with other words it is refused', async () => {
    const part = refundOf('o1', 'r1', 1_000, { boots: 1 });
    await shop.orders().refund(part);
    expect(await shop.orders().refund(part)).toMatchObject({ ok: true, repeated: true });
    expect(await shop.orders().refund({ ...part, amountMinor: 999 })).toEqual({
      ok: false,
      reason: 'refund_differs',
    });
    expect(await shop.stock('boots')).toBe(4);
    expect(await shop.customer()).toMatchObject({ totalSpent: 2_000 });
  });

  it('brings the stock back once, however late it is finished again', async () => {
    const finish = () => Promise.resolve(false);
    const never = shop.orders({ book: { ...shop.ports.book, finish } });
    const part = refundOf('o1', 'r1', 1_000, { boots: 1 });
    for (const _ of [1, 2, 3]) await never.refund(part);
    shop.clock.nowMs += MINUTE;
    await shop.orders().finishPending(SITE);
    await shop.orders().refund(refundOf('o1', 'r2', 500));
    expect(await shop.stock('boots')).toBe(4);
    expect(await shop.customer()).toMatchObject({ totalSpent: 1_500 });
  });

  it.each([
    ['more money than is left', refundOf('o1', 'r1', 3_001), 'refund_too_large'],
    ['more pieces than were bought', refundOf('o1', 'r1', 1, { socks: 2 }), 'refund_too_large'],
    ['a thing that was not bought', refundOf('o1', 'r1', 1, { hat: 1 }), 'refund_too_large'],
    ['no order that there is', refundOf('none', 'r1', 1), 'unknown_order'],
  ])('of %s is refused', async (_, refund, reason) => {
    expect(await shop.orders().refund(refund)).toEqual({ ok: false, reason });
    expect(shop.messages).toEqual([]);
  });

  it('is one of a hundred at most', async () => {
    for (let n = 0; n < 100; n += 1)
      expect(await shop.orders().refund(refundOf('o1', `r${n}`, 1))).toMatchObject({ ok: true });
    expect(await shop.orders().refund(refundOf('o1', 'r100', 1))).toEqual({
      ok: false,
      reason: 'refund_too_large',
    });
    expect(await shop.orders().refund(refundOf('o1', 'r99', 1))).toMatchObject({ ok: true, repeated: true });
    expect(await shop.customer()).toMatchObject({ totalSpent: 2_900 });
  });

  it('at once with others never exceeds the order, in money, pieces or stock', async () => {
    const refunds = Array.from({ length: 12 }, (_, n) =>
      refundOf('o1', `r${n % 6}`, 700, n % 2 ? {} : { boots: 1 }),
    );
    const answers = await Promise.all(refunds.map((refund) => shop.orders().refund(refund)));
    shop.clock.nowMs += MINUTE;
    await shop.orders().finishPending(SITE);
    const order = await shop.ports.book.find(SITE.id, 'o1');
    expect(order?.refunds).toHaveLength(4);
    expect(new Set(order?.refunds.map(({ refundId }) => refundId)).size).toBe(4);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(8);
    const returned = order?.refunds.flatMap(({ items }) => items).length ?? 0;
    expect(returned).toBeLessThanOrEqual(2);
    expect(await shop.stock('boots')).toBe(3 + returned);
    expect(await shop.customer()).toMatchObject({ totalSpent: 200 });
  });
});

describe('an order of a shop’s own back end', () => {
  const reported = {
    site: SITE,
    orderId: 'x1',
    amountMinor: 5_000,
    currency: 'EUR',
    placedAt: NOON - MINUTE,
    customer: ANNA,
    items: [item('boots', 2, 2_500)],
    join: { joined: true, by: 'cookie', session: SESSION },
  } as const;

  it('has the effects of one that was placed here, but for the stock', async () => {
    expect(await shop.orders().report(reported)).toMatchObject({ ok: true, repeated: false });
    expect(await shop.stock('boots')).toBe(5);
    expect(shop.changes).toMatchObject([{ patch: { converted: true, orderId: 'x1' } }]);
    expect(shop.events()).toMatchObject([
      { type: 'order_completed', occurredAt: NOON - MINUTE, properties: { joinedBy: 'cookie' } },
    ]);
    expect(await shop.customer()).toMatchObject({ totalOrders: 1, totalSpent: 5_000 });
    expect(await shop.product('boots')).toMatchObject({ totalSales: 2, totalRevenue: 5_000 });
  });

  it('reported again is the same one; another amount is another order’s', async () => {
    await shop.orders().report(reported);
    expect(await shop.orders().report(reported)).toMatchObject({ ok: true, repeated: true });
    const other = await shop.orders().report({ ...reported, amountMinor: 1, items: [] });
    expect(other).toEqual({ ok: false, reason: 'order_differs' });
    expect(await shop.orders().report({ ...reported, orderId: 'x2', currency: 'USD' })).toEqual({
      ok: false,
      reason: 'wrong_currency',
    });
    expect(shop.messages).toHaveLength(1);
  });

  it('is never an order of the storefront', async () => {
    await shop.orders().place(wish('o1'));
    const same = await shop.orders().report({ ...reported, orderId: 'o1', amountMinor: 1_000 });
    expect(same).toEqual({ ok: false, reason: 'order_differs' });
  });

  it('is refunded in money alone', async () => {
    await shop.orders().report({ ...reported, join: { joined: false, reason: 'no_identity' } });
    await shop.orders().refund(refundOf('x1', 'r1', 2_000));
    expect(await shop.customer()).toMatchObject({ totalSpent: 3_000 });
    expect(await shop.aggregation.orders(SITE.id, ['x1'])).toMatchObject([
      { amountMinor: 5_000, refundedMinor: 2_000, unjoined: 'no_identity' },
    ]);
  });
});
