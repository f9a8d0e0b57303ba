import { describe, expect, it } from 'vitest';
import type { SessionFact } from '../../src/domain/metrics/sessionFact.ts';
import { numbered, orderOf, visitOf } from '../domain/metrics/pieceFixtures.ts';
import { at, day, storedShop, TODAY } from './storedShop.ts';

const visit = (number: number, startedAt: number, parts: Partial<SessionFact> = {}) => ({
  session: visitOf(number, { startedAt, ...parts }),
});
const first = (number: number, startedAt: number, parts: Partial<SessionFact> = {}) =>
  visit(number, startedAt, { numbered: numbered(number, true), ...parts });
const order = (placedAt: number, amountMinor: number, of?: SessionFact) => ({
  order: orderOf({ placedAt, amountMinor }),
  of,
});

describe('the numbers of a range', () => {
  it('count a visitor of two days once: three sessions, two visitors, daily uniques that add to three', async () => {
    const shop = storedShop();
    await shop.day(day('2026-11-20'), [first(1, at('2026-11-20')), first(2, at('2026-11-20'))]);
    await shop.day(day('2026-11-21'), [visit(1, at('2026-11-21'))]);
    await shop.state({ firstDay: day('2026-11-20'), closedThrough: day('2026-11-21') });

    const range = { from: '2026-11-20', to: '2026-11-21' };
    const { current } = await shop.ask('summary', range);
    expect(current).toMatchObject({
      totalVisits: 3,
      uniqueVisits: 2,
      newVisitors: 2,
      returningVisitors: 0,
    });
    const { points } = await shop.ask('daily', range);
    expect(points.map((point: { uniqueVisits: number }) => point.uniqueVisits)).toEqual([2, 1]);
    expect(points[1]).toMatchObject({ newVisitors: 0, returningVisitors: 1 });
  });

  it('are compared with the days before or a year earlier where that is asked for, and else with nothing', async () => {
    const shop = storedShop();
    await shop.day(day('2025-11-20'), [visit(1, at('2025-11-20')), visit(1, at('2025-11-20'))]);
    await shop.day(day('2026-11-19'), [visit(1, at('2026-11-19'))]);
    await shop.day(day('2026-11-20'), []);

    const range = { from: '2026-11-20', to: '2026-11-20' };
    expect(await shop.ask('summary', range)).toMatchObject({ previous: null, previousRange: null });
    expect(await shop.ask('summary', { ...range, compare: 'previous' })).toMatchObject({
      previous: { totalVisits: 1 },
      previousRange: { from: '2026-11-19', to: '2026-11-19', days: 1 },
    });
    expect(await shop.ask('summary', { ...range, compare: 'year' })).toMatchObject({
      previous: { totalVisits: 2 },
      previousRange: { from: '2025-11-20', to: '2025-11-20', days: 1 },
    });
    const daily = await shop.ask('daily', { ...range, compare: 'year' });
    expect(daily.previous).toMatchObject([{ at: '2025-11-20', totalVisits: 2 }]);
    const funnel = await shop.ask('funnel', { ...range, compare: 'previous' });
    expect(funnel).toMatchObject({
      steps: [{ sessions: 0 }, {}, {}, {}, {}],
      previous: [{ sessions: 1 }, {}, {}, {}, {}],
    });
  });

  it('are money and ratios as the wire has them, and null where there is nothing to divide by', async () => {
    const shop = storedShop();
    const buyer = visitOf(1, {
      startedAt: at('2026-11-21'),
      durationMs: 90_000,
      pageViews: 4,
      productViews: 1,
      cartAdds: 1,
      checkoutStarted: true,
      converted: true,
    });
    await shop.day(day('2026-11-21'), [
      { session: buyer },
      visit(2, at('2026-11-21'), { bounce: true, durationMs: 10_000 }),
      order(at('2026-11-21', 13), 5_000, buyer),
      order(at('2026-11-21', 14), 2_501),
    ]);
    const { current, currency, timezone } = await shop.ask('summary', {
      from: '2026-11-21',
      to: '2026-11-21',
    });
    expect({ currency, timezone }).toEqual({ currency: 'EUR', timezone: 'Europe/Berlin' });
    expect(current).toMatchObject({
      averageDurationMs: 50_000,
      bounceRate: 0.5,
      cartRate: 0.5,
      conversionRate: 0.5,
      purchaseRate: 1,
      orders: 2,
      revenue: 7_501,
      averageOrder: 3_751,
    });
    const empty = await shop.ask('summary', { from: '2020-01-01', to: '2020-01-02' });
    expect(empty.current).toMatchObject({ totalVisits: 0, bounceRate: null, averageOrder: null });
  });

  it('leave bots out, and tell how many there were in totals and nowhere else', async () => {
    const shop = storedShop();
    const bot = visit(9, at('2026-11-21'), { botReasons: ['user agent'], eventsSeen: 7, channel: 'direct' });
    await shop.day(day('2026-11-21'), [bot, visit(1, at('2026-11-21'), { channel: 'direct' })]);
    const range = { from: '2026-11-21', to: '2026-11-21' };
    expect((await shop.ask('summary', range)).current).toMatchObject({ totalVisits: 1, bots: 1 });
    expect((await shop.ask('summary', { ...range, filter: 'channel:direct' })).current.bots).toBe(0);
    const { rows, total } = await shop.ask('breakdown', { ...range, by: 'channel' });
    expect([rows[0].bots, total.bots]).toEqual([0, 1]);
    expect((await shop.ask('quality', range)).bots).toEqual({
      sessions: 1,
      hits: 7,
      reasons: [{ reason: 'user agent', sessions: 1, hits: 7 }],
    });
  });

  it('of one site are never in an answer about another', async () => {
    const shop = storedShop();
    await shop.day(day('2026-11-21'), [visit(1, at('2026-11-21'))]);
    const { current } = await shop.ask('summary', { site: 'other', from: '2026-11-21', to: '2026-11-21' });
    expect(current.totalVisits).toBe(0);
  });
});

describe('a filter', () => {
  const channels = async () => {
    const shop = storedShop();
    for (const [index, ofDay] of ['2026-11-20', '2026-11-21'].entries()) {
      await shop.day(day(ofDay), [
        visit(1, at(ofDay), { channel: 'email', pageViews: 3 }),
        visit(index, at(ofDay), { channel: 'direct', landingPage: '/a:b' }),
      ]);
    }
    return shop;
  };
  const range = { from: '2026-11-20', to: '2026-11-21' };

  it('changes every number, uniques too', async () => {
    const shop = await channels();
    const email = { ...range, filter: 'channel:email' };
    expect((await shop.ask('summary', email)).current).toMatchObject({
      totalVisits: 2,
      uniqueVisits: 1,
      pageViews: 6,
    });
    expect((await shop.ask('funnel', email)).steps[0].sessions).toBe(2);
    const { points } = await shop.ask('daily', email);
    expect(points.map((point: { totalVisits: number }) => point.totalVisits)).toEqual([1, 1]);
  });

  it('takes a value with colons', async () => {
    const shop = await channels();
    const { current } = await shop.ask('summary', { ...range, filter: 'landingPage:/a:b' });
    expect(current.totalVisits).toBe(2);
  });

  it('by a value that nobody had gives zeros', async () => {
    const shop = await channels();
    const { current, status } = await shop.ask('summary', { ...range, filter: 'channel:radio' });
    expect(current).toMatchObject({ totalVisits: 0, uniqueVisits: 0, conversionRate: null });
    expect(status.otherHides).toBeUndefined();
  });

  it('says where the value may be among what was cut', async () => {
    const shop = storedShop();
    const many = Array.from({ length: 502 }, (_, index) =>
      visit(index, at('2026-11-21'), { campaign: `c${String(index).padStart(3, '0')}` }),
    );
    await shop.day(day('2026-11-21'), many);
    const ofDay = { from: '2026-11-21', to: '2026-11-21' };
    const hidden = await shop.ask('summary', { ...ofDay, filter: 'campaign:c501' });
    expect(hidden.current.totalVisits).toBe(0);
    expect(hidden.status.otherHides).toBe(true);
    const listed = await shop.ask('summary', { ...ofDay, filter: 'campaign:c000' });
    expect(listed.status.otherHides).toBeUndefined();
    const { rows, other, values, total } = await shop.ask('breakdown', {
      ...ofDay,
      by: 'campaign',
      limit: '500',
    });
    expect({ rows: rows.length, values, other: other.totalVisits, total: total.totalVisits }).toEqual({
      rows: 500,
      values: 500,
      other: 2,
      total: 502,
    });
    expect(other.uniqueVisits).toBe(2);
  });
});

describe('a breakdown', () => {
  const range = { from: '2026-11-20', to: '2026-11-21' };
  const devices = async () => {
    const shop = storedShop();
    await shop.day(day('2026-11-20'), [
      visit(1, at('2026-11-20'), { device: 'mobile', pageViews: 1 }),
      visit(1, at('2026-11-20'), { device: 'mobile', pageViews: 1 }),
      visit(2, at('2026-11-20'), { device: 'desktop', pageViews: 9, cartAdds: 1 }),
      visit(3, at('2026-11-20'), { device: '(other)' }),
    ]);
    await shop.day(day('2026-11-21'), [visit(1, at('2026-11-21'), { device: 'mobile' })]);
    return shop;
  };
  const told = ({ rows }: { rows: { value: string }[] }) => rows.map(({ value }) => value);

  it('tells the full set of numbers of each value, largest first, uniques over the whole range', async () => {
    const answer = await (await devices()).ask('breakdown', { ...range, by: 'device' });
    expect(told(answer)).toEqual(['mobile', '(other)', 'desktop']);
    expect(answer.rows[0]).toMatchObject({ totalVisits: 3, uniqueVisits: 1 });
    expect(answer).toMatchObject({
      by: 'device',
      values: 3,
      other: null,
      total: { totalVisits: 5, uniqueVisits: 3 },
    });
  });

  it('is sorted by any metric, what is no number last', async () => {
    const shop = await devices();
    expect(told(await shop.ask('breakdown', { ...range, by: 'device', sort: 'pageViews' }))[0]).toBe(
      'desktop',
    );
    expect(told(await shop.ask('breakdown', { ...range, by: 'device', sort: 'purchaseRate' }))).toEqual([
      'desktop',
      '(other)',
      'mobile',
    ]);
  });

  it('is sorted by visitors where that is asked for', async () => {
    const shop = storedShop();
    await shop.day(day('2026-11-20'), [
      ...[1, 1, 1].map((number) => visit(number, at('2026-11-20'), { device: 'desktop' })),
      ...[2, 3].map((number) => visit(number, at('2026-11-20'), { device: 'mobile' })),
    ]);
    expect(told(await shop.ask('breakdown', { ...range, by: 'device' }))).toEqual(['desktop', 'mobile']);
    const byVisitors = await shop.ask('breakdown', { ...range, by: 'device', sort: 'uniqueVisits' });
    expect(told(byVisitors)).toEqual(['mobile', 'desktop']);
  });

  it('tells so many values as are asked for, and how many there are', async () => {
    const answer = await (await devices()).ask('breakdown', { ...range, by: 'device', limit: '1' });
    expect([told(answer), answer.values]).toEqual([['mobile'], 3]);
  });

  it('filtered by its own dimension is that value alone', async () => {
    const answer = await (await devices()).ask('breakdown', {
      ...range,
      by: 'device',
      filter: 'device:desktop',
    });
    expect(told(answer)).toEqual(['desktop']);
    expect(answer).toMatchObject({ values: 1, other: null, total: { totalVisits: 1 } });
  });
});

describe('today', () => {
  it('is its hours as yet, and provisional', async () => {
    const shop = storedShop();
    await shop.day(day('2026-11-21'), [visit(1, at('2026-11-21'))]);
    await shop.hours(TODAY, [
      visit(1, at(TODAY, 1)),
      visit(1, at(TODAY, 8)),
      visit(2, at(TODAY, 9)),
      visit(3, at(TODAY, 10), { channel: 'email' }),
    ]);
    await shop.state({ firstDay: day('2026-11-21'), closedThrough: day('2026-11-21') });

    const range = { from: '2026-11-21', to: TODAY };
    const { current, status } = await shop.ask('summary', range);
    expect(current).toMatchObject({ totalVisits: 5, uniqueVisits: 3 });
    expect(status).toMatchObject({ provisional: true, missingDays: [] });
    const { points } = await shop.ask('daily', range);
    expect(points).toMatchObject([
      { at: '2026-11-21', provisional: false, version: 1, reason: 'day ended' },
      { at: TODAY, provisional: true, version: null, reason: null, totalVisits: 4, uniqueVisits: 3 },
    ]);
    const filtered = await shop.ask('summary', { ...range, filter: 'channel:email' });
    expect(filtered.current.totalVisits).toBe(1);
    const { rows } = await shop.ask('breakdown', { ...range, by: 'channel' });
    expect(rows).toMatchObject([
      { totalVisits: 4, uniqueVisits: 2 },
      { value: 'email', totalVisits: 1 },
    ]);
  });

  it('is told by the hour, with those in which nothing happened', async () => {
    const shop = storedShop();
    await shop.day(day('2026-11-21'), [visit(1, at('2026-11-21', 3)), visit(2, at('2026-11-21', 3))]);
    await shop.hours(TODAY, [visit(1, at(TODAY, 8), { channel: 'email' })]);
    await shop.state({ firstDay: day('2026-11-21'), closedThrough: day('2026-11-21') });

    const hourly = { from: '2026-11-21', to: TODAY, interval: 'hour' };
    const { points } = await shop.ask('daily', hourly);
    expect(points).toHaveLength(48);
    expect(points[3]).toMatchObject({
      at: '2026-11-21T02:00:00.000Z',
      totalVisits: 2,
      uniqueVisits: 2,
      missing: false,
    });
    expect(points[4]).toMatchObject({ totalVisits: 0, provisional: false });
    expect(points[32]).toMatchObject({ at: '2026-11-22T07:00:00.000Z', totalVisits: 1, provisional: true });

    const filtered = (await shop.ask('daily', { ...hourly, filter: 'channel:email' })).points;
    expect(filtered[32]).toMatchObject({ totalVisits: 1, missing: false });
    // The day keeps its hours' totals, and not what is under them.
    expect(filtered[3]).toMatchObject({ totalVisits: 0, missing: true });
    expect(filtered[4]).toMatchObject({ totalVisits: 0, missing: false });
  });

  it('has as many hours as its clock shows', async () => {
    const shop = storedShop({ nowMs: at('2026-10-26') });
    const { points } = await shop.ask('daily', { from: '2026-10-25', to: '2026-10-25', interval: 'hour' });
    expect(points).toHaveLength(25);
  });
});

describe('how far the numbers can be relied on', () => {
  const whole = { from: '2026-11-10', to: '2026-11-21' };

  it('tells days that were never aggregated, and none of before the first day or after today', async () => {
    const shop = storedShop();
    await shop.day(day('2026-11-19'), []);
    await shop.day(day('2026-11-21'), []);
    await shop.state({ firstDay: day('2026-11-19'), closedThrough: day('2026-11-21') });
    const { status } = await shop.ask('summary', { from: '2026-11-10', to: '2026-11-30' });
    expect(status).toMatchObject({ missingDays: ['2026-11-20'], provisional: true });
    const { points } = await shop.ask('daily', { from: '2026-11-18', to: '2026-11-20' });
    expect(points.map(({ missing }: { missing: boolean }) => missing)).toEqual([false, false, true]);
  });

  it('takes a finished day that is not aggregated yet from its hours, and says so', async () => {
    const shop = storedShop();
    await shop.day(day('2026-11-19'), [visit(1, at('2026-11-19'))]);
    await shop.hours(day('2026-11-20'), [visit(1, at('2026-11-20'))]);
    await shop.state({ firstDay: day('2026-11-19'), closedThrough: day('2026-11-19') });
    const { current, status } = await shop.ask('summary', { from: '2026-11-19', to: '2026-11-20' });
    expect(current).toMatchObject({ totalVisits: 2, uniqueVisits: 1 });
    expect(status).toMatchObject({ provisional: true, missingDays: [] });
  });

  it('tells days that were recomputed, with version, time and reason', async () => {
    const shop = storedShop();
    const writtenAt = at('2026-11-22', 3);
    await shop.day(day('2026-11-19'), [], { reason: 'caught up' });
    await shop.day(day('2026-11-20'), [], { reason: 'by hand' });
    await shop.day(day('2026-11-21'), [], { version: 1 });
    await shop.day(day('2026-11-21'), [visit(1, at('2026-11-21'))], {
      version: 2,
      reason: 'late events',
      writtenAt,
    });
    const recomputed = [
      { day: '2026-11-21', version: 2, at: '2026-11-22T02:00:00.000Z', reason: 'late events' },
    ];
    expect((await shop.ask('summary', whole)).status.recomputed).toEqual(recomputed);
    expect((await shop.ask('quality', whole)).recomputed).toEqual(recomputed);
    const { points } = await shop.ask('daily', { from: '2026-11-21', to: '2026-11-21' });
    expect(points[0]).toMatchObject({ version: 2, reason: 'late events', totalVisits: 1 });
  });

  it('tells when the newest of the numbers was reckoned', async () => {
    const shop = storedShop();
    expect((await shop.ask('summary', whole)).status.asOf).toBeNull();
    await shop.day(day('2026-11-20'), [], { writtenAt: at('2026-11-21', 1) });
    await shop.day(day('2026-11-21'), [], { writtenAt: at('2026-11-22', 1) });
    shop.later();
    expect((await shop.ask('summary', whole)).status.asOf).toBe('2026-11-22T00:00:00.000Z');
  });

  it('tells what was counted, and what became of the rest', async () => {
    const shop = storedShop();
    const counts = {
      accepted: 10,
      late: 2,
      'refused:no-site': 3,
      'refused:too-large': 1,
      sealed: 1,
      deadLettered: 4,
      erased: 7,
    };
    await shop.day(day('2026-11-20'), [{ quality: counts }]);
    await shop.day(day('2026-11-21'), [{ quality: { accepted: 5, duplicated: 6 } }]);
    const totals = {
      accepted: 15,
      duplicated: 6,
      late: 2,
      deferred: 0,
      refused: 4,
      deadLettered: 4,
      sealed: 1,
      erased: 7,
    };
    expect((await shop.ask('summary', whole)).status.quality).toEqual(totals);
    const quality = await shop.ask('quality', whole);
    expect(quality.totals).toEqual(totals);
    expect(quality.refused).toEqual([
      { reason: 'no-site', count: 3 },
      { reason: 'too-large', count: 1 },
    ]);
    expect(quality.days.find((one: { day: string }) => one.day === '2026-11-20')).toMatchObject({
      accepted: 10,
      refused: 4,
    });
    expect(quality.days).toHaveLength(12);
  });
});

describe('what was added to a sealed day', () => {
  it('is in its orders and revenue, under the values it names, and nowhere else', async () => {
    const shop = storedShop();
    const buyer = visitOf(1, { startedAt: at('2026-11-02'), channel: 'email', converted: true });
    await shop.day(day('2026-11-02'), [
      { session: buyer },
      order(at('2026-11-02', 13), 5_000, buyer),
      visit(2, at('2026-11-02'), { channel: 'direct' }),
    ]);
    await shop.week(day('2026-11-02'));
    await shop.state({
      firstDay: day('2026-11-01'),
      closedThrough: day('2026-11-21'),
      sealedThrough: day('2026-11-10'),
    });
    await shop.store.putCorrections(shop.site.id, [
      {
        day: day('2026-11-02'),
        orderId: 'o1',
        reason: 'refund',
        at: at('2026-11-21'),
        delta: { orders: 0, revenueMinor: -2_000 },
        values: { channel: 'email' },
      },
    ]);
    const week = { from: '2026-11-02', to: '2026-11-08' };
    const { current, status } = await shop.ask('summary', week);
    expect(current).toMatchObject({ totalVisits: 2, convertedSessions: 1, orders: 1, revenue: 3_000 });
    expect(status.corrected).toEqual([{ day: '2026-11-02', reason: 'refund' }]);
    const { points } = await shop.ask('daily', week);
    expect(points.map(({ revenue }: { revenue: number }) => revenue)).toEqual([3_000, 0, 0, 0, 0, 0, 0]);
    expect((await shop.ask('summary', { ...week, filter: 'channel:email' })).current.revenue).toBe(3_000);
    expect((await shop.ask('summary', { ...week, filter: 'channel:direct' })).current.revenue).toBe(0);
    const { rows } = await shop.ask('breakdown', { ...week, by: 'channel', sort: 'revenue' });
    expect(rows).toMatchObject([
      { value: 'email', revenue: 3_000 },
      { value: 'direct', revenue: 0 },
    ]);
    expect((await shop.ask('quality', week)).corrections).toEqual([
      { day: '2026-11-02', reason: 'refund', orders: 0, revenue: -2_000 },
    ]);
    expect((await shop.ask('summary', { from: '2026-11-03', to: '2026-11-08' })).status.corrected).toEqual(
      [],
    );
  });
});

describe('retention', () => {
  const weeks = { from: '2026-11-05', to: '2026-11-17', by: 'week' };
  const cohorts = async () => {
    const shop = storedShop();
    await shop.day(day('2026-11-03'), [
      first(1, at('2026-11-03'), { channel: 'email' }),
      first(2, at('2026-11-03'), { channel: 'direct' }),
    ]);
    await shop.day(day('2026-11-10'), [visit(1, at('2026-11-10')), first(3, at('2026-11-10'))]);
    await shop.day(day('2026-11-18'), [visit(1, at('2026-11-18')), visit(2, at('2026-11-18'))]);
    await shop.state({ firstDay: day('2026-11-02'), closedThrough: day('2026-11-21') });
    return shop;
  };

  it('tells of each week who came for the first time, and who of them came again', async () => {
    const { by, cohorts: told } = await (await cohorts()).ask('retention', weeks);
    expect(by).toBe('week');
    expect(told).toEqual([
      { start: '2026-11-02', size: 2, complete: true, returned: [2, 1, 2], rates: [1, 0.5, 1] },
      { start: '2026-11-09', size: 1, complete: true, returned: [1, 0], rates: [1, 0] },
      { start: '2026-11-16', size: 0, complete: false, returned: [0], rates: [null] },
    ]);
  });

  it('under a filter follows those who came first with the value, wherever they come from later', async () => {
    const { cohorts: told } = await (await cohorts()).ask('retention', { ...weeks, filter: 'channel:email' });
    expect(told[0]).toMatchObject({ size: 1, returned: [1, 1, 1] });
  });

  it('goes by months as well', async () => {
    const { cohorts: told } = await (await cohorts()).ask('retention', { ...weeks, by: 'month' });
    expect(told).toEqual([{ start: '2026-11', size: 3, complete: false, returned: [3], rates: [1] }]);
  });
});
