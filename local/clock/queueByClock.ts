import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { EventQueue } from '../../src/ports/EventQueue.ts';
import type { MovableClock } from './movableClock.ts';

/** A message says by which clock it was made, where that was a moved one; no message begins with `@` by itself. */
const TOLD = /^@(\d+) /;

/** A queue whose messages carry the moved clock of the request that sends them. */
export const tellingClock = (queue: EventQueue, clock: MovableClock): EventQueue => ({
  ...queue,
  send: (body) => queue.send(clock.isMoved() ? `@${clock.now()} ${body}` : body),
});

interface Told {
  readonly record: SQSRecord;
  readonly nowMs: number | undefined;
}

const told = (record: SQSRecord): Told => {
  const [prefix, instant] = TOLD.exec(record.body) ?? [];
  if (prefix === undefined) return { record, nowMs: undefined };
  return { record: { ...record, body: record.body.slice(prefix.length) }, nowMs: Number(instant) };
};

/**
 * Has the writer see messages by the clock by which they were made: it counts what it gets late, and a simulated message of
 * last spring is not half a year late. Of a batch, which may be of hours of simulated time, none is late by the earliest one's.
 */
export const byToldClock =
  (
    writer: (event: SQSEvent) => Promise<SQSBatchResponse>,
    clock: MovableClock,
  ): ((event: SQSEvent) => Promise<SQSBatchResponse>) =>
  async ({ Records }) => {
    const messages = Records.map(told);
    const moved = messages.filter(({ nowMs }) => nowMs !== undefined);
    if (moved.length === 0) return writer({ Records });
    const recordsOf = (some: readonly Told[]): SQSRecord[] => some.map(({ record }) => record);
    const earliestMs = Math.min(...moved.map(({ nowMs = 0 }) => nowMs));
    const present = messages.filter(({ nowMs }) => nowMs === undefined);

    const written = await clock.at(earliestMs, () => writer({ Records: recordsOf(moved) }));
    if (present.length === 0) return written;
    const rest = await writer({ Records: recordsOf(present) });
    return { batchItemFailures: [...written.batchItemFailures, ...rest.batchItemFailures] };
  };
