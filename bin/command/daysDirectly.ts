import { AggregatorBusy } from '../../local/aggregation/aggregateByHand.ts';
import { type SiteRange, WantedFault, wantedDays } from '../../local/aggregation/wantedDays.ts';
import { type Closers, createClosers } from '../../local/wiring/closers.ts';
import { type OpenRecord, openRecord } from '../../local/wiring/openRecord.ts';
import { FolderLocked } from '../../src/adapters/embedded/lockFolder.ts';
import { LogCorrupted } from '../../src/adapters/embedded/logErrors.ts';
import type { RangeProgress } from '../../src/aggregate/runs.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import type { Environment } from '../../src/config/environment.ts';
import { sitesOf } from '../../src/config/sitesOf.ts';
import type { Site } from '../../src/domain/site.ts';
import type { Log } from '../../src/ports/Log.ts';
import { MetricsUnavailable } from '../../src/ports/MetricsStore.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { Complaint } from '../aggregate/Complaint.ts';
import { createProgress } from '../aggregate/progress.ts';
import type { Task, Wanted } from '../aggregate/throughServer.ts';
import { commandLog } from './commandLog.ts';

/** Faults that the person at the terminal can do something about. */
const EXPECTED = [
  WantedFault,
  AggregatorBusy,
  FolderLocked,
  LogCorrupted,
  ConfigurationError,
  RecordUnavailable,
  MetricsUnavailable,
];

/** What is told of an error: a complaint of what somebody can do something about, and the error itself of a bug. */
const complaintOf = (error: unknown): unknown => {
  if (!EXPECTED.some((kind) => error instanceof kind)) return error;
  const { message, cause } = error as Error;
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return new Complaint(`${message.replace(/\.$/, '')}${why}.`, { cause: error });
};

/** Where a command without a server finds what it works on. */
export interface Place {
  readonly environment: Environment;
  readonly dataDir: string;
}

/** What there is to work with. */
export interface OpenDays {
  readonly opened: OpenRecord;
  readonly sites: readonly Site[];
  readonly ranges: readonly SiteRange[];
  readonly log: Log;
  /** By which the ranges are, epoch milliseconds. */
  readonly nowMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** What else is opened is closed by them, before the record. */
  readonly closers: Closers;
  readonly onProgress: (progress: RangeProgress) => void;
}

/**
 * Does something with days of sites in this process, on the record at `MONGODB_URI` or that of the data folder, and shows how far it is.
 * @throws Complaint
 */
export const daysDirectly = async <Done>(
  { title, told }: Pick<Task<Done>, 'title' | 'told'>,
  wanted: Wanted,
  { environment, dataDir }: Place,
  work: (open: OpenDays) => Promise<Done>,
): Promise<void> => {
  const closers = createClosers();
  const now = Date.now;
  const log = commandLog(environment);
  try {
    const sites = sitesOf(environment);
    const opened = await openRecord(environment, { dataDir, log, now });
    closers.add(() => opened.record.close());
    const nowMs = now();
    const ranges = await wantedDays(wanted, {
      sites,
      nowMs,
      firstSessionAt: ({ id }) => opened.aggregation.firstSessionAt(id),
    });
    const progress = createProgress(process.stdout, title);
    const onProgress = ({ site, day, done, of }: RangeProgress): void =>
      progress.update(done / of, `${site} ${day}`);
    const done = await work({ opened, sites, ranges, log, nowMs, now, closers, onProgress });
    progress.done(told(done));
  } catch (error) {
    throw complaintOf(error);
  } finally {
    await closers.closeAll();
  }
};
