import { afterEach, describe, expect, it, vi } from 'vitest';
import { cacheGauge } from '../../functions/minute/cacheGauge.ts';
import { siteGauges } from '../../functions/minute/siteGauges.ts';
import { createHandler } from '../../functions/track/createHandler.ts';
import { powertoolsMetrics } from '../../src/adapters/log/powertoolsMetrics.ts';
import type { QualityCounts } from '../../src/domain/metrics/piece.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import type { AggregationState } from '../../src/ports/AggregationLedger.ts';
import { HotSessionsUnavailable } from '../../src/ports/HotSessions.ts';
import { SITE } from '../domain/sessions/foldFixtures.ts';
import { keptLog, NOON, pageView, testBrowser, testDependencies } from '../support/testShop.ts';

const HOUR = 60 * 60_000;
/** In Berlin the day begins at 23:00 UTC in winter. */
const site = { ...SITE, timezone: 'Europe/Berlin' };
const day = (text: string) => text as LocalDate;

/** All of a site's, by name. */
const told = async (deps: Parameters<typeof siteGauges>[0]) => {
  const { behind, crossSite } = siteGauges(deps);
  const gauges = [...(await behind(site)), ...(await crossSite(site))];
  return Object.fromEntries(gauges.map(({ name, value }) => [name, value]));
};

const gaugesAt = (
  nowMs: number,
  { state = {}, counts = {} }: { readonly state?: AggregationState; readonly counts?: QualityCounts } = {},
) =>
  told({
    ledger: { state: async () => state },
    record: { quality: async () => counts },
    log: keptLog(),
    now: () => nowMs,
  });

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
  it('is the percentage of the events that come from another site', async () => {
    const counts = { accepted: 40, cross_site: 10 };
    expect(await gaugesAt(NOON, { counts })).toMatchObject({ CrossSiteShare: 25 });
  });

  it('is 0 where none does', async () => {
    expect(await gaugesAt(NOON, { counts: { accepted: 20 } })).toMatchObject({ CrossSiteShare: 0 });
  });

  it('says nothing of fewer than 20', async () => {
    expect(await gaugesAt(NOON, { counts: { accepted: 19, cross_site: 19 } })).toEqual({ DaysBehind: 0 });
  });

  it('is of the last 60 minutes', async () => {
    const asked: number[][] = [];
    await told({
      ledger: { state: async () => ({}) },
      record: { quality: async (_, fromMs, toMs) => asked.push([fromMs, toMs]) && {} },
      log: keptLog(),
      now: () => NOON,
    });
    expect(asked).toEqual([[NOON - HOUR, NOON]]);
  });

  it('is made of what /track counts: the events of requests from another site, and nothing of others', async () => {
    const counts: string[] = [];
    const deps = testDependencies({ quality: { count: (id, name) => void counts.push(`${id} ${name}`) } });
    const { track } = testBrowser(createHandler(deps));
    const from = (value: string | undefined) => ({ headers: { 'sec-fetch-site': value } });
    await track(pageView(), from('same-origin'));
    await track(pageView(), from('same-site'));
    await track({ events: [pageView('/a'), pageView('/b')] }, from('cross-site'));
    await track(pageView(), from(undefined));
    await track('{', from('cross-site'));
    expect(counts).toEqual(['shop cross_site', 'shop cross_site', 'shop refused:invalid_json']);
  });
});

describe('a store that does not answer', () => {
  it.each([
    ['ledger', { CrossSiteShare: 50 }],
    ['record', { DaysBehind: 0 }],
  ])('%s: the gauge of the other is told, and the fault logged', async (down, other) => {
    const fault = new Error('no answer');
    const log = keptLog();
    const answer = async <T>(store: string, value: T): Promise<T> => {
      if (store === down) throw fault;
      return value;
    };
    const gauges = await told({
      ledger: { state: () => answer('ledger', {}) },
      record: { quality: () => answer('record', { accepted: 20, cross_site: 10 }) },
      log,
      now: () => NOON,
    });
    expect(gauges).toEqual(other);
    expect(log.lines).toEqual([
      { level: 'error', message: 'a metric is not known', fields: { site: site.id, error: fault } },
    ]);
  });
});

describe('CacheDown', () => {
  it.each([
    [0, 'answer', async () => ({ anonymous: 0, customers: [] })],
    [1, 'do not answer', async () => Promise.reject(new HotSessionsUnavailable('no answer'))],
  ] as const)('is %i where the hot sessions %s', async (value, _, active) => {
    const log = keptLog();
    const gauge = cacheGauge({ hotSessions: { active }, site: site.id, log, now: () => NOON });
    expect(await gauge()).toEqual({ name: 'CacheDown', unit: 'Count', value });
    expect(log.lines).toHaveLength(value);
  });
});

describe('what CloudWatch reads', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is a line of embedded metrics a site, under the deployment and the site, and one of all sites', () => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    const emit = powertoolsMetrics('FootfallApp');
    emit(
      [
        { name: 'DaysBehind', unit: 'Count', value: 0 },
        { name: 'CrossSiteShare', unit: 'Percent', value: 12.5 },
      ],
      'shop',
    );
    emit([{ name: 'CacheDown', unit: 'Count', value: 1 }]);
    emit([], 'none');
    vi.restoreAllMocks();
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Footfall',
              Dimensions: [['Deployment', 'Site']],
              Metrics: [
                { Name: 'DaysBehind', Unit: 'Count' },
                { Name: 'CrossSiteShare', Unit: 'Percent' },
              ],
            },
          ],
        },
        Deployment: 'FootfallApp',
        Site: 'shop',
        DaysBehind: 0,
        CrossSiteShare: 12.5,
      },
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Footfall',
              Dimensions: [['Deployment']],
              Metrics: [{ Name: 'CacheDown', Unit: 'Count' }],
            },
          ],
        },
        Deployment: 'FootfallApp',
        CacheDown: 1,
      },
    ]);
  });
});
