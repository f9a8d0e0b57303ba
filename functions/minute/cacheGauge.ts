import type { SiteId } from '../../src/domain/ids.ts';
import type { Gauge } from '../../src/ports/Gauges.ts';
import type { HotSessions } from '../../src/ports/HotSessions.ts';
import { type Log, thrown } from '../../src/ports/Log.ts';

/**
 * Asks the hot sessions for `CacheDown`: 1 where they do not answer, or refuse us, else 0. Requests go on without them, so that
 * nothing fails that would tell of it.
 */
export const cacheGauge =
  ({
    hotSessions,
    site,
    log,
    now,
  }: {
    readonly hotSessions: Pick<HotSessions, 'active'>;
    /** Any: whichever is asked for, the answer or its absence is what counts. */
    readonly site: SiteId;
    readonly log: Log;
    /** Epoch milliseconds. */
    readonly now: () => number;
  }): (() => Promise<Gauge>) =>
  async () => {
    const nowMs = now();
    let value = 0;
    try {
      await hotSessions.active(site, nowMs, nowMs);
    } catch (error) {
      log.warn('the cache does not answer', thrown(error));
      value = 1;
    }
    return { name: 'CacheDown', unit: 'Count', value };
  };
