import { afterEach, describe, expect, it, vi } from 'vitest';
import { siteGauges } from '../../functions/minute/siteGauges.ts';
import { createHandler } from '../../functions/track/createHandler.ts';
import { powertoolsMetrics } from '../../src/adapters/log/powertoolsMetrics.ts';
import type { QualityCounts } from '../../src/domain/metrics/piece.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import type { AggregationState } from '../../src/ports/AggregationLedger.ts';
import { SITE } from '../domain/sessions/foldFixtures.ts';
import { keptLog, NOON, pageView, testBrowser, testDependencies } from '../support/testShop.ts';

const HOUR = 60 * 60_000;
/** In Berlin the day begins at 23:00 UTC in winter. */
const site = { ...SITE, timezone: 'Europe/Berlin' };
const day = (text: string) => text as LocalDate;

const gaugesAt = async (
  nowMs: number,
  { state = {}, counts = {} }: { readonly state?: AggregationState; readonly counts?: QualityCounts } = {},
) => {
  const gauges = await siteGauges({
    ledger: { state: async () => state },
    record: { quality: async () => counts },
    log: keptLog(),
    now: () => nowMs,
  }).of(site);
  return Object.fromEntries(gauges.map(({ name, value }) => [name, value]));
};

describe('DaysBehind', () => {
  const midnight = Date.UTC(2026, 10, 22, 23);
  const closedThrough21st = { firstDay: day('2026-11-01'), closedThrough: day('2026-11-21') };

  it.each([
    ['a day that is not over is not late', midnight - 1, 0],
    ['nor is one that has been over for less than an hour', midnight + HOUR - 1, 0],
    ['after an hour it is', midnight + HOUR, 1],
    ['each further one adds to it', midnight + 25 * HOUR, 2],
  ])('%s', async (_, nowMs, behind) => {
    expect(await gaugesAt(nowMs, { state: closedThrough21st })).toEqual({ DaysBehind: behind });
  });

  it('is 0 where all days that ended have their numbers', async () => {
    const state = { ...closedThrough21st, closedThrough: day('2026-11-22') };
    expect(await gaugesAt(midnight + 2 * HOUR, { state })).toEqual({ DaysBehind: 0 });
  });

  it('is 0 of a site of which nothing is known yet', async () => {
    expect(await gaugesAt(midnight)).toEqual({ DaysBehind: 0 });
  });

  it('counts from the first day where none was ever closed', async () => {
    expect(await gaugesAt(midnight + HOUR, { state: { firstDay: day('2026-11-20') } })).toEqual({
      DaysBehind: 3,
    });
  });
});

describe('CrossSiteShare', () => {
  it('is the percentage of the hits that come from another site', async () => {
    const counts = { hits: 40, cross_site_hits: 10, accepted: 400 };
    expect(await gaugesAt(NOON, { counts })).toMatchObject({ CrossSiteShare: 25 });
  });

  it('is 0 where none does', async () => {
    expect(await gaugesAt(NOON, { counts: { hits: 20 } })).toMatchObject({ CrossSiteShare: 0 });
  });

  it('says nothing of fewer than 20', async () => {
    expect(await gaugesAt(NOON, { counts: { hits: 19, cross_site_hits: 19 } })).toEqual({ DaysBehind: 0 });
  });

  it('is of the last 60 minutes', async () => {
    const asked: number[][] = [];
    await siteGauges({
      ledger: { state: async () => ({}) },
      record: { quality: async (_, fromMs, toMs) => asked.push([fromMs, toMs]) && {} },
      log: keptLog(),
      now: () => NOON,
    }).of(site);
    expect(asked).toEqual([[NOON - HOUR, NOON]]);
  });

  it('is made of what /track counts: each hit that says where it comes from', async () => {
    const counts: string[] = [];
    const deps = testDependencies({ quality: { count: (id, name) => void counts.push(`${id} ${name}`) } });
    const { track } = testBrowser(createHandler(deps));
    const from = (value: string | undefined) => ({ headers: { 'sec-fetch-site': value } });
    await track(pageView(), from('same-origin'));
    await track({ events: [pageView('/a'), pageView('/b')] }, from('cross-site'));
    await track(pageView(), from(undefined));
    await track('{', from('cross-site'));
    expect(counts).toEqual(['shop hits', 'shop hits', 'shop cross_site_hits', 'shop refused:invalid_json']);
  });
});

describe('a store that does not answer', () => {
  it.each([
    ['ledger', { CrossSiteShare: 50 }],
    ['record', { DaysBehind: 0 }],
  ])('%s: the gauge of the other is told, and the fault logged', async (down, told) => {
    const fault = new Error('no answer');
    const log = keptLog();
    const answer = async <T>(store: string, value: T): Promise<T> => {
      if (store === down) throw fault;
      return value;
    };
    const gauges = await siteGauges({
      ledger: { state: () => answer('ledger', {}) },
      record: { quality: () => answer('record', { hits: 20, cross_site_hits: 10 }) },
      log,
      now: () => NOON,
    }).of(site);
    expect(Object.fromEntries(gauges.map(({ name, value }) => [name, value]))).toEqual(told);
    expect(log.lines).toEqual([
      { level: 'error', message: 'a metric is not known', fields: { site: site.id, error: fault } },
    ]);
  });
});

describe('what CloudWatch reads', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is a line of embedded metrics a site, under the dimension Site alone', () => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    const emit = powertoolsMetrics();
    emit('shop', [
      { name: 'DaysBehind', unit: 'Count', value: 0 },
      { name: 'CrossSiteShare', unit: 'Percent', value: 12.5 },
    ]);
    emit('other', [{ name: 'DaysBehind', unit: 'Count', value: 3 }]);
    emit('none', []);
    vi.restoreAllMocks();
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Footfall',
              Dimensions: [['Site']],
              Metrics: [
                { Name: 'DaysBehind', Unit: 'Count' },
                { Name: 'CrossSiteShare', Unit: 'Percent' },
              ],
            },
          ],
        },
        Site: 'shop',
        DaysBehind: 0,
        CrossSiteShare: 12.5,
      },
      expect.objectContaining({ Site: 'other', DaysBehind: 3 }),
    ]);
  });
});
