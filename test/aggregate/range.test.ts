import { describe, expect, it } from 'vitest';
import type { RangeProgress } from '../../src/aggregate/runs.ts';
import { at, day, HOUR, MINUTE, shop, type Visit } from './shop.ts';
import { withoutStamps } from './storedMetrics.ts';

const MONDAY = day('2026-03-02');
const visitAt = (session: string, utc: string, browser = 'b1'): Visit => ({
  session,
  browser,
  startedAt: at(utc),
});

/** Two days and a morning of visits that nobody has aggregated. */
const neverAggregated = async (options: Parameters<typeof shop>[0] = {}) => {
  const lived = shop(options);
  const visits = [
    visitAt('s1', '2026-03-02T10:00'),
    visitAt('s2', '2026-03-03T10:00', 'b2'),
    visitAt('s3', '2026-03-04T07:00'),
    visitAt('s4', '2026-03-04T09:10'),
  ];
  for (const one of visits) {
    lived.clock.nowMs = one.startedAt + MINUTE;
    await lived.visit(one);
  }
  lived.clock.nowMs = at('2026-03-04T09:30');
  return { ...lived, aggregator: lived.aggregator() };
};

describe('a range that is aggregated by hand', () => {
  it('says how far it is, day by day', async () => {
    const { aggregator, site } = await neverAggregated();
    const progress: RangeProgress[] = [];
    const run = await aggregator.range({
      site,
      from: day('2026-03-01'),
      to: day('2026-03-05'),
      onProgress: (one) => void progress.push(one),
    });
    expect(run).toMatchObject({
      outcome: 'done',
      days: ['2026-03-02', '2026-03-03', '2026-03-04'],
      empty: ['2026-03-01', '2026-03-05'],
      sealed: [],
    });
    expect(progress).toEqual(
      ['2026-03-02', '2026-03-03', '2026-03-04'].map((date, index) => ({
        site: site.id,
        day: date,
        done: index + 1,
        of: 3,
      })),
    );
  });

  it('leaves what the minutes and the nights would have left', async () => {
    const byHand = await neverAggregated();
    await byHand.aggregator.range({ site: byHand.site, from: MONDAY, to: day('2026-03-04') });
    const bySchedule = await neverAggregated();
    await bySchedule.aggregator.midnight(bySchedule.site);
    await bySchedule.aggregator.minute(bySchedule.site);

    const told = await byHand.metrics([MONDAY, day('2026-03-04')]);
    const { pieces, daily } = withoutStamps(told);
    const scheduled = withoutStamps(await bySchedule.metrics([MONDAY, day('2026-03-04')]));
    expect(pieces).toEqual(scheduled.pieces);
    expect(daily).toEqual(scheduled.daily);
    expect(told.pieces[`d:${MONDAY}`]).toMatchObject({ reason: 'by hand', total: { newVisitors: ['b1'] } });
    expect(told.hours[`h:${at('2026-03-04T09:00')}`]).toMatchObject({
      total: { totalVisits: 1, newVisitors: [] },
    });
  });

  it('mends pieces that say something wrong', async () => {
    const { aggregator, clock, site, ports, metrics } = await neverAggregated();
    await aggregator.midnight(site);
    const { pieces } = await ports.store.heads(site.id, { years: [2026], hoursOf: [] });
    const tuesday = pieces.get('d:2026-03-03');
    const monday = pieces.get(`d:${MONDAY}`);
    if (monday === undefined || tuesday === undefined) throw new Error('not aggregated');
    const names = [
      'core',
      'visitors',
      'device',
      'browser',
      'os',
      'country',
      'channel',
      'source',
      'campaign',
      'landingPage',
      'exitPage',
    ];
    const wrong = await ports.store.sections(
      names.map((section) => ({ site: site.id, id: tuesday.id, version: 1, section })),
    );
    await ports.store.writePiece(
      site.id,
      {
        id: monday.id,
        stamp: { ...monday.stamp, version: 2 },
        sections: new Map(names.map((name, index) => [name, wrong[index] ?? new Uint8Array()])),
      },
      { fence: 1_000 },
    );
    expect((await metrics([MONDAY])).pieces[`d:${MONDAY}`]?.total.visitors).toEqual(['b2']);

    // The wrong piece's fence is not to be in the way.
    for (let lease = 0; lease < 1_000; lease += 1) {
      await ports.ledger.acquire({ site: site.id, owner: 'test', nowMs: clock.nowMs, leaseMs: 1 });
    }
    clock.nowMs += HOUR;
    await aggregator.range({ site, from: MONDAY, to: MONDAY });
    expect((await metrics([MONDAY])).pieces[`d:${MONDAY}`]).toMatchObject({
      version: 3,
      reason: 'by hand',
      total: { visitors: ['b1'] },
    });
  });

  it('leaves sealed days as they are, and says so', async () => {
    const { aggregator, clock, site, metrics } = await neverAggregated({ retentionDays: 1 });
    clock.nowMs = at('2026-03-05T00:10');
    await aggregator.midnight(site);
    const before = await metrics([MONDAY]);
    expect(await aggregator.range({ site, from: MONDAY, to: day('2026-03-04') })).toMatchObject({
      days: ['2026-03-04'],
      sealed: ['2026-03-02', '2026-03-03'],
    });
    const after = await metrics([MONDAY]);
    expect(after.pieces[`d:${MONDAY}`]).toEqual(before.pieces[`d:${MONDAY}`]);
    expect(after.pieces['d:2026-03-04']).toMatchObject({ version: 2, reason: 'by hand' });
  });

  it('waits until another aggregator has given the site back', async () => {
    const { aggregator, clock, site, ports } = await neverAggregated();
    const lease = await ports.ledger.acquire({
      site: site.id,
      owner: 'somebody',
      nowMs: clock.nowMs,
      leaseMs: HOUR,
    });
    if (lease === undefined) throw new Error('no lease');
    const ranged = aggregator.range({ site, from: MONDAY, to: MONDAY });
    await ports.ledger.release(lease);
    expect(await ranged).toMatchObject({ outcome: 'done', days: [MONDAY] });
  });
});
