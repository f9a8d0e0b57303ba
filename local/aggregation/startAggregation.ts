import type { Aggregator } from '../../src/aggregate/createAggregator.ts';
import type { RangeProgress } from '../../src/aggregate/runs.ts';
import type { Site } from '../../src/domain/site.ts';
import { type Log, thrown } from '../../src/ports/Log.ts';
import { aggregateByHand, type ByHand } from './aggregateByHand.ts';
import type { SiteRange } from './wantedDays.ts';

const MINUTE_MS = 60_000;
/** Timers keep another time than the clock: one may fire before its full minute, when that minute's events cannot be counted yet. */
const EARLY_MS = 1_000;

/** The aggregators of this process: by the clock, and by hand. One run at a time. */
export interface LocalAggregation {
  /** @throws AggregationStopped, and what `aggregateByHand` throws */
  byHand(ranges: readonly SiteRange[], onProgress: (progress: RangeProgress) => void): Promise<ByHand>;
  /**
   * Does something else while no run is under way, and none begins.
   * @param work gets what it may call now and then where it takes long: it throws where the server stops
   * @throws AggregationStopped, and what the work throws
   */
  inBetween<T>(work: (goOn: () => void) => Promise<T>): Promise<T>;
  /** Ends what runs after its day or site, and begins nothing more. Safe to repeat. */
  stop(): Promise<void>;
}

/** The server stops; what was aggregated is kept. */
export class AggregationStopped extends Error {
  override readonly name = 'AggregationStopped';
}

/**
 * Does what EventBridge's rules do on AWS: runs the minute's and the night's aggregator of each site at once and on each full
 * minute. A run that fails is logged, and the next one finds its work undone.
 * @param options.isHeld while it holds, no run begins by the clock
 */
export const startAggregation = ({
  aggregator,
  sites,
  isHeld,
  log,
  now,
}: {
  readonly aggregator: Aggregator;
  readonly sites: readonly Site[];
  readonly isHeld: () => boolean;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): LocalAggregation => {
  let running: Promise<unknown> = Promise.resolve();
  let isBusy = false;
  let stopped = false;
  let timer: NodeJS.Timeout;

  /** After what runs already. */
  const alone = <T>(run: () => Promise<T>): Promise<T> => {
    const done = running.then(async () => {
      isBusy = true;
      try {
        return await run();
      } finally {
        isBusy = false;
      }
    });
    running = done.catch(() => undefined);
    return done;
  };

  const runSite = async (site: Site): Promise<void> => {
    for (const run of [aggregator.minute, aggregator.midnight]) {
      if (stopped || isHeld()) return;
      try {
        await run(site);
      } catch (error) {
        log.error('an aggregator failed; the next minute tries again', { site: site.id, ...thrown(error) });
      }
    }
  };
  const tick = (): void => {
    const restMs = MINUTE_MS - (now() % MINUTE_MS);
    timer = setTimeout(tick, restMs);
    if (restMs < EARLY_MS || isBusy || isHeld()) return;
    void alone(async () => {
      for (const site of sites) await runSite(site);
    });
  };
  tick();

  const goOn = (): void => {
    if (stopped) throw new AggregationStopped('Footfall is stopping; what was aggregated is kept.');
  };
  const inBetween: LocalAggregation['inBetween'] = (work) =>
    alone(async () => {
      goOn();
      return work(goOn);
    });
  return {
    byHand: (ranges, onProgress) =>
      inBetween(() =>
        aggregateByHand(aggregator, ranges, (progress) => {
          goOn();
          onProgress(progress);
        }),
      ),
    inBetween,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
