import type { StreamedLine } from '../../local/http/streamedLines.ts';
import type { RangeProgress } from '../../src/aggregate/runs.ts';
import { Complaint } from './Complaint.ts';
import { type LocalServer, ServerGone } from './localServer.ts';
import { createProgress } from './progress.ts';

/** Which days of which site; what is left out is all there is. */
export interface Wanted {
  readonly from?: string;
  readonly to?: string;
  readonly site?: string;
}

/** A line of the server's answer. */
type Line<Done> =
  | StreamedLine<RangeProgress, Done, { readonly message: string }>
  /** What answers where nothing else does: no such path. */
  | { readonly message: string };

/** What there is to do with days. */
export interface Task<Done> {
  /** On the running server. */
  readonly path: string;
  readonly title: string;
  /** What was done, in words. */
  readonly told: (done: Done) => string;
}

/**
 * Has the running server do it, and shows how far it is.
 * @throws Complaint with the server's own words where it refuses or fails
 */
export const throughServer = async <Done>(
  { path, title, told }: Task<Done>,
  server: LocalServer,
  wanted: Wanted,
): Promise<void> => {
  const progress = createProgress(process.stdout, title);
  const { lines } = await server.lines({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wanted),
  });
  for await (const text of lines) {
    const line: Line<Done> = JSON.parse(text);
    if ('error' in line) throw new Complaint(line.error.message);
    if ('message' in line) throw new Complaint(`The server says: ${line.message}.`);
    if ('ok' in line) return progress.done(told(line));
    progress.update(line.done / line.of, `${line.site} ${line.day}`);
  }
  throw new ServerGone(
    'Footfall broke off in the middle; what it had done is kept, and the rest can be done again.',
  );
};

interface DaysDone {
  readonly days: number;
  readonly sealedDays: number;
}

/** How many days something was done with, in words. */
export const daysDone = ({ days, sealedDays }: DaysDone, done: string): string =>
  `${days} ${days === 1 ? 'day' : 'days'} ${done}${sealedDays === 0 ? '' : `, ${sealedDays} sealed and left as they are`}`;

export const AGGREGATION: Task<DaysDone> = {
  path: '/api/local/aggregate',
  title: 'Aggregating',
  told: (done) => daysDone(done, 'aggregated'),
};
