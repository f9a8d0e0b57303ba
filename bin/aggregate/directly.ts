import { AggregatorBusy, aggregateByHand } from '../../local/aggregation/aggregateByHand.ts';
import { WantedFault, wantedDays } from '../../local/aggregation/wantedDays.ts';
import { createClosers } from '../../local/wiring/closers.ts';
import { openMetrics } from '../../local/wiring/openMetrics.ts';
import { openRecord } from '../../local/wiring/openRecord.ts';
import { FolderLocked } from '../../src/adapters/embedded/lockFolder.ts';
import { LogCorrupted } from '../../src/adapters/embedded/logErrors.ts';
import { readableLog } from '../../src/adapters/log/readableLog.ts';
import { createAggregator } from '../../src/aggregate/createAggregator.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import type { Environment } from '../../src/config/environment.ts';
import { sitesOf } from '../../src/config/sitesOf.ts';
import { MetricsUnavailable } from '../../src/ports/MetricsStore.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { Complaint } from './Complaint.ts';
import { createProgress } from './progress.ts';
import { AGGREGATION, type Wanted } from './throughServer.ts';

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
export const complaintOf = (error: unknown): unknown => {
  if (!EXPECTED.some((kind) => error instanceof kind)) return error;
  const { message, cause } = error as Error;
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return new Complaint(`${message.replace(/\.$/, '')}${why}.`, { cause: error });
};

/** Where the numbers are, for whom looks for them elsewhere. */
const placeOf = ({ TABLE_NAME }: Environment, dataDir: string): string =>
  TABLE_NAME ? `the table ${TABLE_NAME}` : dataDir;

/**
 * Aggregates in this process, on the stores that the environment names, or those of the data folder.
 * @throws Complaint
 */
export const aggregateDirectly = async (
  wanted: Wanted,
  { environment, dataDir }: { readonly environment: Environment; readonly dataDir: string },
): Promise<void> => {
  const closers = createClosers();
  const now = Date.now;
  const log = readableLog({
    write: (line) => void process.stderr.write(line),
    now,
    level: environment.DEBUG ? 'debug' : 'warn',
    colours: false,
  });
  try {
    const sites = sitesOf(environment);
    const { record, aggregation } = await openRecord(environment, { dataDir, log, now });
    closers.add(() => record.close());
    const metrics = await openMetrics(environment, { dataDir, log });
    closers.add(() => metrics.close());
    const aggregator = createAggregator({
      record: aggregation,
      ledger: metrics.ledger,
      store: metrics.store,
      sites,
      log,
      now,
      owner: `hand:${process.pid}`,
    });
    const ranges = await wantedDays(wanted, {
      sites,
      nowMs: now(),
      firstSessionAt: ({ id }) => aggregation.firstSessionAt(id),
    });
    const progress = createProgress(process.stdout, AGGREGATION.title);
    const done = await aggregateByHand(aggregator, ranges, ({ site, day, done, of }) =>
      progress.update(done / of, `${site} ${day}`),
    );
    progress.done(`${AGGREGATION.told(done)}, in ${placeOf(environment, dataDir)}`);
  } catch (error) {
    throw complaintOf(error);
  } finally {
    await closers.closeAll();
  }
};
