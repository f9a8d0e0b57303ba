import { createPushedParts } from './pushedParts.ts';
import type { StreamedAnswer } from './StreamedAnswer.ts';

/** A line of JSON: how far the work is, or, as the last, that it is done, or why it is not. */
export type StreamedLine<Progress, Done, Fault> =
  | Progress
  | ({ readonly ok: true } & Done)
  | { readonly error: Fault };

/**
 * Does something, and answers with a line of JSON for each that it tells meanwhile and a last one ({@link StreamedLine}).
 * @param faultOf what is told of an error
 */
export const streamedLines = <Progress extends object, Done extends object, Fault extends object>(
  work: (tell: (progress: Progress) => void) => Promise<Done>,
  faultOf: (error: unknown) => Fault,
): StreamedAnswer => {
  const { push, end, parts } = createPushedParts();
  const line = (value: StreamedLine<Progress, Done, Fault>): void => push(`${JSON.stringify(value)}\n`);
  void work(line)
    .then(
      (done) => line({ ok: true, ...done }),
      (error: unknown) => line({ error: faultOf(error) }),
    )
    .finally(end);
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
    parts,
  };
};
