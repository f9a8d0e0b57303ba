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
type Line =
  | { readonly site: string; readonly day: string; readonly done: number; readonly of: number }
  | { readonly ok: true; readonly days: number; readonly sealedDays: number }
  | { readonly error: { readonly message: string } }
  /** What answers where nothing else does: no such path. */
  | { readonly message: string };

/**
 * Has the running server aggregate, and shows how far it is.
 * @throws Complaint with the server's own words where it refuses or fails
 */
export const aggregateThroughServer = async (server: LocalServer, wanted: Wanted): Promise<void> => {
  const progress = createProgress(process.stdout, 'Aggregating');
  const { lines } = await server.lines({
    method: 'POST',
    path: '/api/local/aggregate',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wanted),
  });
  for await (const text of lines) {
    const line: Line = JSON.parse(text);
    if ('error' in line) throw new Complaint(line.error.message);
    if ('message' in line) throw new Complaint(`The server says: ${line.message}.`);
    if ('ok' in line) return progress.done(aggregated(line));
    progress.update(line.done / line.of, `${line.site} ${line.day}`);
  }
  throw new ServerGone(
    'Footfall broke off in the middle; what it had done is kept, and the rest can be done again.',
  );
};

/** What was done, in words. */
export const aggregated = ({
  days,
  sealedDays,
}: {
  readonly days: number;
  readonly sealedDays: number;
}): string =>
  `${days} ${days === 1 ? 'day' : 'days'} aggregated${sealedDays === 0 ? '' : `, ${sealedDays} sealed and left as they are`}`;
