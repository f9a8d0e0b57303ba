import type { Environment } from '../../src/config/environment.ts';
import type { Site } from '../../src/domain/site.ts';
import type { HotSessions } from '../../src/ports/HotSessions.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { RateLimits } from '../../src/ports/RateLimits.ts';
import type { BackupSources } from '../backup/BackupSources.ts';
import { hotSessionsByClock } from '../clock/hotSessionsByClock.ts';
import type { MovableClock } from '../clock/movableClock.ts';
import { rateLimitsByClock } from '../clock/rateLimitsByClock.ts';
import type { RunsOn } from '../RunsOn.ts';
import type { Closers } from './closers.ts';
import { erasedInRecord } from './erasedInRecord.ts';
import { openHotSessions } from './openHotSessions.ts';
import { type OpenMetrics, openMetrics } from './openMetrics.ts';
import { type OpenQueue, openQueue } from './openQueue.ts';
import { type OpenRecord, openRecord } from './openRecord.ts';
import { toldRecord } from './toldRecord.ts';

/** Everything that keeps something. */
export interface OpenStores
  extends Pick<
    OpenRecord,
    'record' | 'aggregation' | 'people' | 'bots' | 'persons' | 'identities' | 'customerSessions' | 'shop'
  > {
  readonly metrics: OpenMetrics;
  readonly hotSessions: HotSessions;
  readonly limits: RateLimits;
  /** With the writer behind it. */
  readonly queue: OpenQueue;
  readonly runsOn: RunsOn;
  /** What of all that is in the data folder, for a backup. */
  readonly backup: BackupSources;
}

/**
 * Opens the stores that the environment names, or those of the data folder; each is closed by `closers`, also where a later one
 * does not open.
 * @throws ConfigurationError, FolderLocked, LogCorrupted, RecordUnavailable
 */
export const openStores = async (
  environment: Environment,
  {
    dataDir,
    sites,
    clock,
    closers,
    log,
    now,
    drainMs,
  }: {
    readonly dataDir: string;
    readonly sites: readonly Site[];
    readonly clock: MovableClock;
    readonly closers: Closers;
    readonly log: Log;
    /** The real one, epoch milliseconds. */
    readonly now: () => number;
    readonly drainMs?: number | undefined;
  },
): Promise<OpenStores> => {
  const { name, snapshot, ...kept } = await openRecord(environment, { dataDir, sites, log, now });
  const { record } = kept;
  closers.add(() => record.close());
  const metrics = await closers.opened(openMetrics(environment, { dataDir, log }));
  const wasErased = erasedInRecord(kept.persons.erasures);
  const hot = await openHotSessions(environment, { log, now, wasErased });
  const hotSessions = hotSessionsByClock(hot.hotSessions, clock, wasErased);
  const limits = rateLimitsByClock(hot.limits, clock);
  closers.add(() => hotSessions.close());
  const queue = await closers.opened(
    openQueue({ dataDir, record: toldRecord(record, log), sites, clock, log, drainMs }),
  );
  const runsOn = { hotSessions: hot.name, record: name, metrics: metrics.name };
  const backup = { dataDir, record: snapshot, queue: queue.unfinished, table: metrics.localTable };
  return { ...kept, metrics, hotSessions, limits, queue, runsOn, backup };
};
