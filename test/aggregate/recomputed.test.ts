import { describe, expect, it } from 'vitest';
import { at, day, MINUTE, type Shop, shop, type Visit } from './shop.ts';

const MONDAY = day('2026-03-02');
const buyer: Visit = { session: 's1', browser: 'b1', startedAt: at('2026-03-02T10:00') };
const other: Visit = { session: 's2', browser: 'b2', startedAt: at('2026-03-02T10:30'), device: 'desktop' };

/** A Monday with two visits and an order, aggregated in its night; it is noon of the Tuesday. */
const finishedMonday = async (options: Parameters<typeof shop>[0] = {}) => {
  const lived = shop(options);
  const { clock, visit, order, site } = lived;
  const aggregator = lived.aggregator();
  clock.nowMs = at('2026-03-02T10:45');
  await visit(buyer);
  await visit(other);
  await order(buyer, 'o1', at('2026-03-02T10:05'), 5_000);
  await aggregator.minute(site);
  clock.nowMs = at('2026-03-03T00:00');
  await aggregator.midnight(site);
  clock.nowMs = at('2026-03-03T12:00');
  return { ...lived, aggregator };
};

const monday = async ({ metrics }: Pick<Shop, 'metrics'>) => (await metrics([MONDAY])).pieces[`d:${MONDAY}`];

describe('a finished day', () => {
  it('is written again with a new version, time and reason after a late event', async () => {
    const lived = await finishedMonday();
    await lived.event(buyer, 'add_to_cart', at('2026-03-02T10:06'));
    await lived.aggregator.minute(lived.site);
    expect(await monday(lived)).toMatchObject({
      version: 2,
      reason: 'late events',
      total: { totalVisits: 2, cartSessions: 1 },
    });
    const { pieces } = await lived.ports.store.heads(lived.site.id, { years: [2026], hoursOf: [] });
    expect(pieces.get(`d:${MONDAY}`)?.stamp.writtenAt).toBe(at('2026-03-03T12:00'));
    expect((await lived.metrics([MONDAY])).daily).toMatchObject([{ totals: { cartSessions: 1 } }]);
  });

  it('names a refund as the reason where that is what came late', async () => {
    const lived = await finishedMonday();
    await lived.refund(buyer, 'o1', at('2026-03-03T11:00'), 2_000);
    await lived.aggregator.midnight(lived.site);
    expect(await monday(lived)).toMatchObject({
      version: 2,
      reason: 'refund',
      total: { orders: 1, revenueMinor: 3_000 },
    });
  });

  it('takes its week and its month with it', async () => {
    const lived = await finishedMonday();
    lived.clock.nowMs = at('2026-04-01T00:00');
    await lived.aggregator.midnight(lived.site);
    const week = async () => (await lived.metrics([MONDAY])).pieces[`w:${MONDAY}`];
    expect(await week()).toMatchObject({ version: 1, total: { cartSessions: 0 } });
    await lived.event(buyer, 'add_to_cart', at('2026-03-02T10:06'));
    await lived.aggregator.minute(lived.site);
    expect(await week()).toMatchObject({ version: 2, reason: 'late events', total: { cartSessions: 1 } });
  });

  it('is written at most every ten minutes, and misses nothing by it', async () => {
    const lived = await finishedMonday();
    const { clock, event, aggregator, site } = lived;
    await event(buyer, 'add_to_cart', at('2026-03-02T10:06'));
    await aggregator.minute(site);
    clock.nowMs += MINUTE;
    await event(buyer, 'checkout_started', at('2026-03-02T10:07'));
    expect(await aggregator.minute(site)).toMatchObject({ fold: { outcome: 'done', waiting: 1 } });
    expect(await monday(lived)).toMatchObject({ version: 2, total: { checkoutSessions: 0 } });
    clock.nowMs += 9 * MINUTE;
    expect(await aggregator.minute(site)).toMatchObject({ fold: { outcome: 'done', waiting: 0 } });
    expect(await monday(lived)).toMatchObject({ version: 3, total: { checkoutSessions: 1 } });
  });

  it('is no new version where what came late changes no number', async () => {
    const lived = await finishedMonday();
    await lived.event(buyer, 'session_touched', at('2026-03-02T10:00'), { source: 'server' });
    await lived.aggregator.minute(lived.site);
    expect(await monday(lived)).toMatchObject({ version: 1, reason: 'day ended' });
  });

  it('has counts of quality that were told late, and is not taken for one whose numbers changed', async () => {
    const lived = await finishedMonday();
    await lived.counted(at('2026-03-02T23:59'), { late: 2 });
    await lived.aggregator.minute(lived.site);
    expect(await monday(lived)).toMatchObject({ version: 2, reason: 'late counts', quality: { late: 2 } });
    lived.clock.nowMs += 10 * MINUTE;
    await lived.counted(at('2026-03-02T23:58'), { late: 3 });
    await lived.aggregator.minute(lived.site);
    expect(await monday(lived)).toMatchObject({ version: 3, reason: 'late counts', quality: { late: 5 } });
  });

  it.each([
    ['together with', 0],
    ['before', 10 * MINUTE],
  ])('says that an event came late %s counts of quality', async (_, apartMs) => {
    const lived = await finishedMonday();
    const { clock, aggregator, site } = lived;
    await lived.event(buyer, 'add_to_cart', at('2026-03-02T10:06'));
    if (apartMs > 0) await aggregator.minute(site);
    clock.nowMs += apartMs;
    await lived.counted(at('2026-03-02T10:59'), { late: 2 });
    await aggregator.minute(site);
    expect(await monday(lived)).toMatchObject({
      version: apartMs > 0 ? 3 : 2,
      reason: 'late events',
      quality: { late: 2 },
      total: { cartSessions: 1 },
    });
  });

  it('counts a visitor who had come before as new no more', async () => {
    const lived = await finishedMonday();
    await lived.visit({ session: 's0', browser: 'b2', startedAt: at('2026-03-02T07:00') });
    await lived.aggregator.minute(lived.site);
    const piece = await monday(lived);
    expect(piece?.total.newVisitors).toEqual(['b1', 'b2']);
    expect(piece?.dimensions.device?.desktop?.newVisitors).toEqual([]);
    expect(piece?.dimensions.device?.mobile?.newVisitors).toEqual(['b1', 'b2']);
  });

  it('makes two visitors one after a login that says so', async () => {
    const lived = await finishedMonday();
    const { clock, visit, login, aggregator, site } = lived;
    const back: Visit = { session: 's3', browser: 'b2', startedAt: clock.nowMs };
    await visit(back);
    await login(back, 'b1', clock.nowMs + MINUTE, 'b2');
    clock.nowMs += 2 * MINUTE;
    await aggregator.minute(site);
    expect(await monday(lived)).toMatchObject({
      version: 2,
      reason: 'merged visitors',
      total: { totalVisits: 2, visitors: ['b1'], newVisitors: ['b1'] },
    });
  });

  it('has an order that is told late, and in another hour than its visit', async () => {
    const lived = await finishedMonday();
    await lived.order(buyer, 'o2', at('2026-03-02T12:30'), 900);
    await lived.aggregator.minute(lived.site);
    const piece = await monday(lived);
    expect(piece?.total).toMatchObject({ orders: 2, revenueMinor: 5_900, convertedSessions: 1 });
    expect(piece?.dimensions.device?.mobile).toMatchObject({ orders: 2, revenueMinor: 5_900 });
  });
});

describe('a sealed day', () => {
  it('gets a correction of an order refunded on day 40, and its own numbers stay as they are', async () => {
    const lived = await finishedMonday({ retentionDays: 1 });
    lived.clock.nowMs = at('2026-04-11T09:00');
    expect(await lived.aggregator.midnight(lived.site)).toMatchObject({
      closed: { length: 39 },
      sealed: { length: 39 },
    });
    const before = await lived.metrics([MONDAY]);

    await lived.refund(buyer, 'o1', at('2026-04-11T08:00'), 2_000);
    expect(await lived.aggregator.minute(lived.site)).toMatchObject({
      fold: { corrections: 1, sealedChanges: 1 },
    });
    const after = await lived.metrics([MONDAY]);
    expect(after.corrections).toEqual([
      {
        day: MONDAY,
        orderId: 'o1',
        reason: 'refund',
        delta: { orders: 0, revenueMinor: -2_000 },
        values: expect.objectContaining({ device: 'mobile' }),
      },
    ]);
    expect(after.recordedCorrections).toHaveLength(1);
    expect(after.pieces).toEqual(before.pieces);

    lived.clock.nowMs = at('2026-04-12T00:00');
    await lived.aggregator.midnight(lived.site);
    const { pieces, corrections } = await lived.metrics([MONDAY]);
    expect(pieces['d:2026-04-11']?.quality, 'the day on which it was heard of counts it').toEqual({
      sealed: 1,
    });
    expect(corrections, 'looked at again it is the same').toEqual(after.corrections);
  });

  it('gets a correction of an order that nobody had told in time', async () => {
    const lived = await finishedMonday({ retentionDays: 1 });
    lived.clock.nowMs = at('2026-03-10T09:00');
    await lived.aggregator.midnight(lived.site);
    await lived.order(other, 'o9', at('2026-03-02T11:00'), 700);
    await lived.aggregator.minute(lived.site);
    expect((await lived.metrics([MONDAY])).corrections).toMatchObject([
      {
        orderId: 'o9',
        reason: 'late order',
        delta: { orders: 1, revenueMinor: 700 },
        values: { device: 'desktop' },
      },
    ]);
  });

  it('is not sealed while it still has to be folded again', async () => {
    const lived = await finishedMonday({ retentionDays: 1 });
    const { clock, aggregator, site } = lived;
    clock.nowMs = at('2026-03-03T23:55');
    await lived.event(buyer, 'add_to_cart', at('2026-03-02T10:06'));
    await aggregator.minute(site);
    clock.nowMs = at('2026-03-04T00:00');
    await lived.event(buyer, 'checkout_started', at('2026-03-02T10:07'));
    expect(await aggregator.midnight(site)).toMatchObject({ sealed: [] });
    clock.nowMs += 10 * MINUTE;
    expect(await aggregator.midnight(site)).toMatchObject({ sealed: [MONDAY] });
    expect(await monday(lived)).toMatchObject({ total: { checkoutSessions: 1 } });
  });

  it('has its visitors made one in the pieces that are stored, and so has its week', async () => {
    const lived = await finishedMonday({ retentionDays: 6 });
    const { clock, visit, login, aggregator, site } = lived;
    // Its week is over, and its visitors are not forgotten yet.
    clock.nowMs = at('2026-03-09T09:00');
    await aggregator.midnight(site);
    const back: Visit = { session: 's3', browser: 'b2', startedAt: clock.nowMs };
    await visit(back);
    await login(back, 'b1', clock.nowMs + MINUTE, 'b2');
    clock.nowMs += 2 * MINUTE;
    await aggregator.minute(site);
    const { pieces, daily } = await lived.metrics([MONDAY]);
    for (const key of [`d:${MONDAY}`, `w:${MONDAY}`]) {
      expect(pieces[key], key).toMatchObject({
        reason: 'merged visitors',
        total: { totalVisits: 2, visitors: ['b1'], newVisitors: ['b1'] },
      });
    }
    expect(daily[0]).toMatchObject({ totals: { uniqueVisits: 1, newVisitors: 1 } });
  });
});
