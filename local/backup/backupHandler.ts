import { isAbsolute } from 'node:path';
import * as v from 'valibot';
import { refusalAnswer } from '../../src/middleware/HttpAnswer.ts';
import { readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import { type Log, thrown } from '../../src/ports/Log.ts';
import { createPushedParts } from '../aggregation/pushedParts.ts';
import { AggregationStopped, type LocalAggregation } from '../aggregation/startAggregation.ts';
import type { HttpHandler } from '../http/Routes.ts';
import type { StreamedAnswer } from '../http/StreamedAnswer.ts';
import { BackupFault } from './BackupFault.ts';
import type { BackupSources } from './BackupSources.ts';
import { type BackedUp, backUp } from './backUp.ts';

const wantedSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ to: v.pipe(v.string(), v.check(isAbsolute)) }),
);

/** A line of the answer, as JSON. */
export type BackupLine =
  | { readonly entries: number }
  | ({ readonly ok: true } & BackedUp)
  | { readonly error: { readonly message: string } };

const faultOf = (error: unknown): string | undefined =>
  error instanceof BackupFault || error instanceof AggregationStopped ? error.message : undefined;

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
  const stream = (to: string): AsyncIterable<string> => {
    const { push, end, parts } = createPushedParts();
    const line = (value: BackupLine): void => push(`${JSON.stringify(value)}\n`);
    void aggregation
      .inBetween(() => backUp(sources, { to, nowMs: now(), onProgress: (entries) => line({ entries }) }))
      .then(
        (done) => line({ ok: true, ...done }),
        (error: unknown) => {
          const message = faultOf(error);
          if (message === undefined) log.error('a backup failed', thrown(error));
          line({ error: { message: message ?? 'the backup failed; the log says why' } });
        },
      )
      .finally(end);
    return parts;
  };

  return async (event) => {
    const wanted = v.safeParse(wantedSchema, readHttpRequest(event, undefined).body());
    if (!wanted.success) {
      const message = 'The body must be an object with a file’s absolute path: to.';
      return refusalAnswer({ status: 400, code: 'invalid', message });
    }
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
      parts: stream(wanted.output.to),
    } satisfies StreamedAnswer;
  };
};
