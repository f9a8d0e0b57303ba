import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/time/localTime.ts';
import { at, day, HOUR, MINUTE, type Shop, shop, type Visit } from './shop.ts';

const MONDAY = day('2026-03-02');
const TUESDAY = day('2026-03-03');

const visitOf = (session: string, browser: string, utc: string, more: Partial<Visit> = {}): Visit => ({
  session,
  browser,
  startedAt: at(utc),
  ...more,
});

/** Has visits come in one after the other, each followed by a minute's run. */
const visited = async (in_: Shop, visits: readonly Visit[]) => {
  const aggregator = in_.aggregator();
  for (const one of visits) {
    in_.clock.nowMs = one.startedAt + MINUTE;
    await in_.visit(one);
    await aggregator.minute(in_.site);
  }
  return aggregator;
};

describe('the pipeline of the second document', () => {
  it('makes of three sessions of two visitors 3 total and 2 unique visits, though the days add up to 3', async () => {
    const lived = shop();
    const { midnight } = await visited(lived, [
      visitOf('sess_123', 'vis_ABC', '2026-03-02T10:00'),
      visitOf('sess_456', 'vis_ABC', '2026-03-03T14:00'),
      visitOf('sess_789', 'vis_XYZ', '2026-03-03T14:30'),
    ]);
    lived.clock.nowMs = at('2026-03-09T00:00');
    expect(await midnight(lived.site)).toMatchObject({ outcome: 'done', closed: { length: 7 } });

    const { pieces } = await lived.metrics([MONDAY]);
    expect(pieces[`d:${MONDAY}`]?.total).toMatchObject({ totalVisits: 1, visitors: ['vis_ABC'] });
    expect(pieces[`d:${TUESDAY}`]?.total).toMatchObject({
      totalVisits: 2,
      visitors: ['vis_ABC', 'vis_XYZ'],
      newVisitors: ['vis_XYZ'],
    });
    expect(pieces[`w:${MONDAY}`]?.total).toMatchObject({
      totalVisits: 3,
      visitors: ['vis_ABC', 'vis_XYZ'],
      newVisitors: ['vis_ABC', 'vis_XYZ'],
    });
  });

  it('keeps visitor metrics, engagement and conversion of a day, in the record too', async () => {
    const lived = shop();
    const buyer = visitOf('s1', 'b1', '2026-03-02T10:00', { pages: ['/', '/a', '/b'] });
    const { midnight } = await visited(lived, [
      buyer,
      visitOf('s2', 'b2', '2026-03-02T10:10', { device: 'desktop' }),
      visitOf('crawler', 'b3', '2026-03-02T10:20', { bot: true }),
    ]);
    await lived.event(buyer, 'add_to_cart', at('2026-03-02T10:04'));
    await lived.order(buyer, 'o1', at('2026-03-02T10:05'), 4_200);
    lived.clock.nowMs = at('2026-03-03T00:00');
    await midnight(lived.site);

    const { pieces, daily } = await lived.metrics([MONDAY]);
    const numbers = {
      totalVisits: 2,
      pageViews: 4,
      durationMs: 5 * MINUTE,
      bounces: 1,
      cartSessions: 1,
      convertedSessions: 1,
      orders: 1,
      revenueMinor: 4_200,
    };
    expect(pieces[`d:${MONDAY}`]).toMatchObject({
      total: { ...numbers, visitors: ['b1', 'b2'], newVisitors: ['b1', 'b2'] },
      bots: { sessions: 1, hits: 2, reasons: { known_bot: { sessions: 1, hits: 2 } } },
      reason: 'day ended',
      version: 1,
    });
    expect(pieces[`d:${MONDAY}`]?.dimensions.device?.mobile).toMatchObject({ totalVisits: 1, orders: 1 });
    expect(pieces[`d:${MONDAY}`]?.hours).toHaveLength(24);
    expect(daily).toMatchObject([
      {
        day: MONDAY,
        timezone: 'UTC',
        currency: 'EUR',
        totals: { ...numbers, uniqueVisits: 2, newVisitors: 2, returningVisitors: 0 },
        bots: { sessions: 1, hits: 2 },
      },
    ]);
  });

  it('has today in the pieces of its hours only, and the current hour right after each minute', async () => {
    const lived = shop();
    const { minute } = await visited(lived, [
      visitOf('s1', 'b1', '2026-03-02T10:10'),
      visitOf('s2', 'b2', '2026-03-02T10:20'),
    ]);
    const one = await lived.metrics([MONDAY]);
    expect(one.pieces).toEqual({});
    expect(one.hours[`h:${at('2026-03-02T10:00')}`]).toMatchObject({
      total: { totalVisits: 2 },
      reason: 'minute',
    });

    lived.clock.nowMs += MINUTE;
    await lived.visit(visitOf('s3', 'b3', '2026-03-02T10:21'));
    await minute(lived.site);
    expect((await lived.metrics([MONDAY])).hours[`h:${at('2026-03-02T10:00')}`]?.total.totalVisits).toBe(3);
  });

  it('says in one line of the log what a run did', async () => {
    const lived = shop();
    await visited(lived, [visitOf('s1', 'b1', '2026-03-02T10:10')]);
    const lines = lived.log.lines.filter(({ message }) => message === 'minute aggregated');
    expect(lines).toMatchObject([
      {
        level: 'info',
        fields: { site: 'shop', outcome: 'done', written: [`h:${at('2026-03-02T10:00')}#1`] },
      },
    ]);
  });
});

describe('days that have ended', () => {
  it('are caught up with in their order after missed nights, the last one as the day that just ended', async () => {
    const lived = shop();
    const { midnight } = await visited(lived, [
      visitOf('s1', 'b1', '2026-03-02T10:00'),
      visitOf('s2', 'b1', '2026-03-04T10:00'),
    ]);
    lived.clock.nowMs = at('2026-03-05T00:10');
    expect(await midnight(lived.site)).toMatchObject({ closed: [MONDAY, TUESDAY, day('2026-03-04')] });
    const { pieces } = await lived.metrics([MONDAY]);
    expect(Object.entries(pieces).map(([key, { reason, version }]) => [key, version, reason])).toEqual([
      ['d:2026-03-02', 1, 'caught up'],
      ['d:2026-03-03', 1, 'caught up'],
      ['d:2026-03-04', 1, 'day ended'],
    ]);
    expect(pieces[`d:${TUESDAY}`]?.total, 'a day without visits is aggregated as well').toMatchObject({
      totalVisits: 0,
      visitors: [],
    });
    expect(await midnight(lived.site)).toMatchObject({ outcome: 'skipped', reason: 'nothing to do' });
  });

  it('are the same whether their hours were folded minute by minute or never before', async () => {
    const visits = [
      visitOf('s1', 'b1', '2026-03-02T10:00'),
      visitOf('s2', 'b2', '2026-03-02T11:00', { device: 'desktop' }),
      visitOf('s3', 'b1', '2026-03-02T12:00', { device: 'desktop', pages: ['/x', '/y'] }),
    ];
    const byMinutes = shop();
    await visited(byMinutes, visits);
    const atOnce = shop();
    for (const one of visits) {
      atOnce.clock.nowMs = one.startedAt + MINUTE;
      await atOnce.visit(one);
    }
    const days = await Promise.all(
      [byMinutes, atOnce].map(async (lived) => {
        lived.clock.nowMs = at('2026-03-03T00:00');
        await lived.aggregator().midnight(lived.site);
        return (await lived.metrics([MONDAY])).pieces[`d:${MONDAY}`];
      }),
    );
    expect(days[0]?.total.totalVisits).toBe(3);
    expect(days[0]).toEqual(days[1]);
  });

  it('make finished weeks and months, of days that are all there only', async () => {
    const lived = shop();
    lived.clock.nowMs = at('2026-01-28T12:00');
    await lived.visit(visitOf('s1', 'b1', '2026-01-28T10:00'));
    await lived.visit(visitOf('s2', 'b1', '2026-01-28T11:00'));
    lived.clock.nowMs = at('2026-03-02T00:00');
    await lived.visit(visitOf('s3', 'b2', '2026-02-10T10:00'));
    await lived.aggregator().midnight(lived.site);
    const { pieces } = await lived.metrics([day('2026-01-28')]);
    const longer = Object.keys(pieces).filter((key) => !key.startsWith('d:'));
    expect(longer.sort()).toEqual([
      'm:2026-02',
      'w:2026-02-02',
      'w:2026-02-09',
      'w:2026-02-16',
      'w:2026-02-23',
    ]);
    expect(pieces['m:2026-02']?.total).toMatchObject({ totalVisits: 1, visitors: ['b2'] });
  });

  it('reach further back where an earlier visit is heard of later', async () => {
    const lived = shop();
    const { midnight } = await visited(lived, [visitOf('s1', 'b1', '2026-03-05T10:00')]);
    lived.clock.nowMs = at('2026-03-06T00:00');
    await midnight(lived.site);
    await lived.visit(visitOf('s0', 'b1', '2026-03-02T10:00', { device: 'desktop' }));
    lived.clock.nowMs += HOUR;
    await midnight(lived.site);
    const { pieces } = await lived.metrics([MONDAY]);
    expect(Object.keys(pieces).sort()).toEqual([0, 1, 2, 3].map((days) => `d:${addDays(MONDAY, days)}`));
    expect(pieces[`d:${MONDAY}`]?.total.newVisitors).toEqual(['b1']);
    expect(pieces['d:2026-03-05']).toMatchObject({
      version: 2,
      total: { visitors: ['b1'], newVisitors: [] },
    });
  });
});
