import { relabelByHand } from '../../local/aggregation/relabelByHand.ts';
import { wantedDays } from '../../local/aggregation/wantedDays.ts';
import { createClosers } from '../../local/wiring/closers.ts';
import { openRecord } from '../../local/wiring/openRecord.ts';
import { readableLog } from '../../src/adapters/log/readableLog.ts';
import { createRelabelSpan } from '../../src/aggregate/relabelSpan.ts';
import type { Environment } from '../../src/config/environment.ts';
import { sitesOf } from '../../src/config/sitesOf.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { complaintOf } from '../aggregate/directly.ts';
import { createProgress } from '../aggregate/progress.ts';
import type { Wanted } from '../aggregate/throughServer.ts';
import { RELABELLING } from './relabelling.ts';

/**
 * Judges sessions in this process, on the record at `MONGODB_URI` or that of the data folder. The aggregators fold the hours again
 * when they run next.
 * @throws Complaint
 */
export const relabelDirectly = async (
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
    const { record, aggregation, bots } = await openRecord(environment, { dataDir, log, now });
    closers.add(() => record.close());
    const nowMs = now();
    const ranges = await wantedDays(wanted, {
      sites,
      nowMs,
      firstSessionAt: ({ id }) => aggregation.firstSessionAt(id),
    });
    const progress = createProgress(process.stdout, RELABELLING.title);
    const write = writeMessages({ record, sites, log });
    const done = await relabelByHand(createRelabelSpan({ bots, record, write, now }), ranges, {
      nowMs,
      onProgress: ({ site, day, done, of }) => progress.update(done / of, `${site} ${day}`),
    });
    progress.done(RELABELLING.told(done));
  } catch (error) {
    throw complaintOf(error);
  } finally {
    await closers.closeAll();
  }
};
