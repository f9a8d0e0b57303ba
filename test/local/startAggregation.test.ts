import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startAggregation } from '../../local/aggregation/startAggregation.ts';
import type { Aggregator } from '../../src/aggregate/createAggregator.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { keptLog, NOON, testSites } from '../support/testShop.ts';

const DAYS = ['2026-11-20', '2026-11-21', '2026-11-22'] as LocalDate[];

/** An aggregator that notes what it is asked to do, and how much of it at once. */
const notingAggregator = ({ takesMs = 0, fails = false } = {}) => {
  const begun: string[] = [];
  let atOnce = 0;
  let most = 0;
  const work = async (what: string): Promise<void> => {
    begun.push(what);
    atOnce += 1;
    most = Math.max(most, atOnce);
    await new Promise((resolve) => setTimeout(resolve, takesMs));
    atOnce -= 1;
    if (fails) throw new Error('the record is gone');
  };
  const done = { outcome: 'done', written: [], corrections: 0, sealedChanges: 0, waiting: 0 } as const;
  const aggregator: Aggregator = {
    minute: async ({ id }) => {
      await work(`minute ${id}`);
      return { site: id, live: { minutes: 0 } as never, fold: done };
    },
    midnight: async ({ id }) => {
      await work(`midnight ${id}`);
      return { site: id, ...done, closed: [], sealed: [] };
    },
    range: async ({ site: { id }, onProgress }) => {
      for (const [index, day] of DAYS.entries()) {
        await work(`${day} ${id}`);
        onProgress?.({ site: id, day, done: index + 1, of: DAYS.length });
      }
      return { site: id, ...done, days: DAYS, sealed: [], empty: [] };
    },
  };
  return { aggregator, begun, most: () => most };
};

const [SHOP] = testSites;
const RANGES = [{ site: SHOP, from: DAYS[0] as LocalDate, to: DAYS[2] as LocalDate }];

describe('the aggregators by the clock', () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOON + 20_000 }));
  afterEach(() => void vi.useRealTimers());

  const start = (aggregator: Aggregator, isHeld = () => false) => {
    const log = keptLog();
    return { log, ...startAggregation({ aggregator, sites: testSites, isHeld, log, now: Date.now }) };
  };

  it('run at once and on each full minute, for each site', async () => {
    const { aggregator, begun } = notingAggregator();
    const { stop } = start(aggregator);
    const round = ['minute shop', 'midnight shop', 'minute other', 'midnight other'];
    await vi.advanceTimersByTimeAsync(39_000);
    expect(begun).toEqual(round);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(begun).toEqual([...round, ...round]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(begun).toHaveLength(12);
    await stop();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(begun).toHaveLength(12);
  });

  it('wait for the minute to be full where timers run ahead of the clock', async () => {
    const startMs = Date.now();
    const now = () => Math.floor(startMs + (Date.now() - startMs) * 0.9999);
    const minutes: number[] = [];
    const { aggregator } = notingAggregator({ takesMs: 500 });
    const { minute } = aggregator;
    const noting: Aggregator = {
      ...aggregator,
      minute: (site) => {
        minutes.push(Math.floor(now() / 60_000));
        return minute(site);
      },
    };
    const { stop } = startAggregation({
      aggregator: noting,
      sites: [SHOP],
      isHeld: () => false,
      log: keptLog(),
      now,
    });
    await vi.advanceTimersByTimeAsync(190_000);
    expect(minutes.map((minute) => minute - (minutes[0] ?? 0))).toEqual([0, 1, 2, 3]);
    const stopped = stop();
    await vi.advanceTimersByTimeAsync(2_000);
    await stopped;
  });

  it('never overlap, however long one takes, nor with a run by hand', async () => {
    const { aggregator, begun, most } = notingAggregator({ takesMs: 50_000 });
    const { stop, byHand } = start(aggregator);
    const hand = byHand(RANGES, () => undefined);
    await vi.advanceTimersByTimeAsync(15 * 60_000);
    expect(await hand).toEqual({ days: 3, sealedDays: 0 });
    expect(begun.filter((what) => what.startsWith('2026'))).toHaveLength(3);
    expect(most()).toBe(1);
    const stopped = stop();
    await vi.advanceTimersByTimeAsync(60_000);
    await stopped;
  });

  it('wait while they are held', async () => {
    let held = true;
    const { aggregator, begun } = notingAggregator();
    const { stop } = start(aggregator, () => held);
    await vi.advanceTimersByTimeAsync(180_000);
    expect(begun).toEqual([]);
    held = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(begun).not.toEqual([]);
    await stop();
  });

  it('begin no further run once they are held', async () => {
    let held = false;
    const { aggregator, begun } = notingAggregator({ takesMs: 1_000 });
    const { stop } = start(aggregator, () => held);
    await vi.advanceTimersByTimeAsync(500);
    held = true;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(begun).toEqual(['minute shop']);
    await stop();
  });

  it('log what fails, go on with the next site, and try again', async () => {
    const { aggregator, begun } = notingAggregator({ fails: true });
    const { stop, log } = start(aggregator);
    await vi.advanceTimersByTimeAsync(41_000);
    expect(begun).toHaveLength(8);
    expect(log.lines.map(({ level }) => level)).toEqual(Array(8).fill('error'));
    await stop();
  });

  it('end a run by hand after its day when the server stops, and are waited for', async () => {
    const { aggregator, begun } = notingAggregator({ takesMs: 1_000 });
    const { stop, byHand } = start(aggregator, () => true);
    const hand = byHand(RANGES, () => undefined).catch((error: Error) => error.name);
    await vi.advanceTimersByTimeAsync(1_500);
    let isStopped = false;
    const stopped = stop().then(() => {
      isStopped = true;
    });
    await vi.advanceTimersByTimeAsync(100);
    expect(isStopped).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    await stopped;
    expect(await hand).toBe('AggregationStopped');
    expect(begun).toEqual(['2026-11-20 shop', '2026-11-21 shop']);
  });
});
