import { describe, expect, it } from 'vitest';
import type { DayResults } from '../../bench/parts/aggregate.ts';
import type { Measure, ServerMeasures } from '../../bench/parts/measureServer.ts';
import type { Results } from '../../bench/Results.ts';
import { markdown, reportedFigures } from '../../bench/report.ts';

const measure = (requestsPerSecond: number): Measure => ({
  answered: requestsPerSecond,
  requestsPerSecond,
  p50Ms: 1_000 / requestsPerSecond,
  p99Ms: 1,
  cpuMicrosPerRequest: 1,
});
const server = (requestsPerSecond: number): ServerMeasures => ({
  returning: measure(requestsPerSecond),
  alone: measure(requestsPerSecond),
  first: measure(requestsPerSecond),
});

const results: Results = {
  http: [
    { track: server(1_000), expressSqs: server(100), raw: server(4_000) },
    { track: server(500), expressSqs: server(100), raw: server(4_000) },
    { track: server(1_200), expressSqs: server(100), raw: server(4_000) },
  ],
};

const figure = (title: RegExp, of: Results = results) =>
  reportedFigures(of).find((one) => title.test(one.title));

const day = (sessions: number, aggregateMs: readonly number[]): DayResults => ({
  sessions,
  rounds: aggregateMs.map((ms) => ({ aggregateMs: ms, findMs: 100 })),
  peakRssBytes: 2 ** 20,
});
const days = { small: day(10, [110, 120]), large: day(300, [1_100, 2_400]) };

describe('figures of the benchmark', () => {
  it('are ratios within each round, and their median', () => {
    expect(figure(/^track vs .* 64 connections/)).toMatchObject({
      values: [10, 5, 12],
      median: 10,
      met: true,
    });
  });

  it('fall short where their median misses the goal', () => {
    expect(figure(/^track, share of the raw server/)).toMatchObject({ median: 0.25, met: true });
    expect(figure(/^track vs .* 1 connection: p50/)).toMatchObject({ median: 0.1, met: true });
    const slow: Results = { http: [{ track: server(900), expressSqs: server(100) }] };

    const [first] = reportedFigures(slow);
    expect(first).toMatchObject({ median: 9, met: false });
  });

  it('hold a full aggregate against a bare find, and the large day against the small one, round by round', () => {
    const aggregated: Results = {
      aggregate: { fold: [], records: { embedded: days, secantus: { ...days, large: day(300, [1_100]) } } },
    };
    expect(figure(/vs a bare find, 10,000 sessions, SecantusDB/, aggregated)).toMatchObject({
      values: [1.1, 1.2],
      met: true,
    });
    expect(figure(/300,000 sessions vs 10,000, embedded/, aggregated)).toMatchObject({ values: [10, 20] });
    expect(figure(/300,000 sessions vs 10,000, SecantusDB/, aggregated)).toMatchObject({ values: [10] });
    expect(figure(/most memory/, aggregated)).toMatchObject({ values: [1], met: true });
  });

  it('are left out where nothing was measured', () => {
    expect(figure(/writer/)).toBeUndefined();
    expect(reportedFigures({})).toEqual([]);
  });

  it('are written with their goal, their verdict and each round', () => {
    const report = {
      at: '',
      quick: false,
      machine: { cpu: 'a machine', cores: 2, node: '24', load: 0 },
      amounts: { rounds: 3 } as never,
      skipped: [],
      failed: [],
      invalid: [],
      figures: reportedFigures(results),
      results,
    };
    expect(markdown(report)).toMatch(/\| 10x \| >= 10 \| met \| 10, 5, 12 \|/);
  });
});
