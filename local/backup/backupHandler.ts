import { isAbsolute } from 'node:path';
import * as v from 'valibot';
import { refusalAnswer } from '../../src/middleware/HttpAnswer.ts';
import { readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import { type Log, thrown } from '../../src/ports/Log.ts';
import { AggregationStopped, type LocalAggregation } from '../aggregation/startAggregation.ts';
import type { HttpHandler } from '../http/Routes.ts';
import { type StreamedLine, streamedLines } from '../http/streamedLines.ts';
import { BackupFault } from './BackupFault.ts';
import type { BackupSources } from './BackupSources.ts';
import { type BackedUp, backUp } from './backUp.ts';

const wantedSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ to: v.pipe(v.string(), v.check(isAbsolute)) }),
);

/** A line of the answer, as JSON. */
export type BackupLine = StreamedLine<{ readonly entries: number }, BackedUp, { readonly message: string }>;

/**
 * `POST /api/local/backup` `{to}`, an absolute path: backs up what the server runs on, in between two aggregations, and answers with a
 * line of JSON now and then ({@link BackupLine}), of which the last says that it is done, or why not.
 */
export const backupHandler = ({
  sources,
  aggregation,
  log,
  now,
}: {
  readonly sources: BackupSources;
  readonly aggregation: LocalAggregation;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): HttpHandler => {
  const faultOf = (error: unknown): { readonly message: string } => {
    if (error instanceof BackupFault || error instanceof AggregationStopped)
      return { message: error.message };
    log.error('a backup failed', thrown(error));
    return { message: 'the backup failed; the log says why' };
  };

  return async (event) => {
    const wanted = v.safeParse(wantedSchema, readHttpRequest(event, undefined).body());
    if (!wanted.success) {
      const message = 'The body must be an object with a file’s absolute path: to.';
      return refusalAnswer({ status: 400, code: 'invalid', message });
    }
    const { to } = wanted.output;
    return streamedLines(
      (tell: (progress: { readonly entries: number }) => void) =>
        aggregation.inBetween(() =>
          backUp(sources, { to, nowMs: now(), onProgress: (entries) => tell({ entries }) }),
        ),
      faultOf,
    );
  };
};
