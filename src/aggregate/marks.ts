import type { PieceReason } from '../domain/metrics/piece.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import { daySpan, hourOf } from '../domain/time/localTime.ts';
import type { AggregationState } from '../ports/AggregationLedger.ts';

/** An hour whose pieces do not say any more what the record says. */
export interface Mark {
  /** Epoch milliseconds. */
  readonly startMs: number;
  readonly day: LocalDate;
  /** Since when, epoch milliseconds. */
  readonly since: number;
  readonly reason: PieceReason;
  /** We made it wrong ourselves, in this run: it does not wait for its turn. */
  readonly urgent: boolean;
}

/** Hours to fold again. */
export interface Marks {
  /** Marks the hour of an instant; of a day whose hours are not kept, its first. */
  mark(at: number, reason: PieceReason, options?: { readonly urgent?: boolean }): void;
  /** Earliest first. */
  all(): readonly Mark[];
  of(day: LocalDate): readonly Mark[];
  /** Takes marks away, but those that were marked again since. */
  clear(done: readonly Mark[]): void;
  /** As the ledger keeps them. */
  stored(): NonNullable<AggregationState['dirtyHours']>;
}

/** Of several reasons the one that says most is told. */
const SAYS_MORE: readonly PieceReason[] = [
  'minute',
  'day ended',
  'caught up',
  'late counts',
  'erased',
  'late events',
  'relabelled',
  'merged visitors',
  'refund',
  'by hand',
];
export const strongestReason = (reasons: readonly PieceReason[]): PieceReason | undefined =>
  reasons.toSorted((a, b) => SAYS_MORE.indexOf(b) - SAYS_MORE.indexOf(a))[0];

export const createMarks = ({
  timezone,
  stored = {},
  nowMs,
  keepsHours,
  isClosed,
  onChange,
}: {
  readonly timezone: string;
  readonly stored: AggregationState['dirtyHours'];
  readonly nowMs: number;
  /** Whether pieces of a day's hours are kept. */
  readonly keepsHours: (day: LocalDate) => boolean;
  readonly isClosed: (day: LocalDate) => boolean;
  readonly onChange: () => void;
}): Marks => {
  const marks = new Map<number, Mark>();
  for (const [key, { since, reason }] of Object.entries(stored)) {
    const { startMs, day } = hourOf(Number(key), timezone);
    marks.set(startMs, { startMs, day, since, reason, urgent: false });
  }
  const inOrder = (some: readonly Mark[]): Mark[] => some.toSorted((a, b) => a.startMs - b.startMs);

  return {
    mark: (at, reason, { urgent = false } = {}) => {
      const { day, startMs: hourMs } = hourOf(at, timezone);
      const startMs = keepsHours(day) ? hourMs : daySpan(day, timezone).startMs;
      const before = marks.get(startMs);
      const told = isClosed(day) || reason === 'by hand' ? reason : 'minute';
      marks.set(startMs, {
        startMs,
        day,
        since: before?.since ?? nowMs,
        reason: strongestReason(before === undefined ? [told] : [before.reason, told]) ?? told,
        urgent: urgent || before?.urgent === true,
      });
      onChange();
    },
    all: () => inOrder([...marks.values()]),
    of: (day) => inOrder([...marks.values()].filter((mark) => mark.day === day)),
    clear: (done) => {
      for (const mark of done) {
        if (marks.get(mark.startMs) !== mark) continue;
        marks.delete(mark.startMs);
        onChange();
      }
    },
    stored: () =>
      Object.fromEntries(
        [...marks.values()].map(({ startMs, since, reason }) => [startMs, { since, reason }]),
      ),
  };
};
