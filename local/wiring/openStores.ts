import type { Environment } from '../../src/config/environment.ts';
import type { Site } from '../../src/domain/site.ts';
import type { HotSessions } from '../../src/ports/HotSessions.ts';
import type { Log } from '../../src/ports/Log.ts';
import { hotSessionsByClock } from '../clock/hotSessionsByClock.ts';
import type { MovableClock } from '../clock/movableClock.ts';
import type { RunsOn } from '../RunsOn.ts';
import type { Closers } from './closers.ts';
import { openHotSessions } from './openHotSessions.ts';
import { type OpenMetrics, openMetrics } from './openMetrics.ts';
import { type OpenQueue, openQueue } from './openQueue.ts';
import { type OpenRecord, openRecord } from './openRecord.ts';
import { toldRecord } from './toldRecord.ts';

/** Everything that keeps something. */
export interface OpenStores
  extends Pick<OpenRecord, 'record' | 'aggregation' | 'people' | 'identities' | 'customerSessions' | 'shop'> {
  readonly metrics: OpenMetrics;
  readonly hotSessions: HotSessions;
  /** With the writer behind it. */
  readonly queue: OpenQueue;
  readonly runsOn: RunsOn;
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
  const { name, ...kept } = await openRecord(environment, { dataDir, log, now });
  const { record } = kept;
  closers.add(() => record.close());
  const metrics = await openMetrics(environment, { dataDir, log });
  closers.add(() => metrics.close());
  const hot = await openHotSessions(environment, { log, now });
  const hotSessions = hotSessionsByClock(hot.hotSessions, clock);
  closers.add(() => hotSessions.close());
  const queue = await openQueue({ dataDir, record: toldRecord(record, log), sites, clock, log, drainMs });
  closers.add(() => queue.close());
  const runsOn = { hotSessions: hot.name, record: name, metrics: metrics.name };
  return { ...kept, metrics, hotSessions, queue, runsOn };
};
