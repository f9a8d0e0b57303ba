import type { LocalDate } from '../time/localDate.ts';
import { daysOf, mondayOf, monthDays, monthOf, weekDays } from '../time/localTime.ts';
import type { PieceId } from './piece.ts';

/** What to read for a range of days. */
export interface Cover {
  /** Disjoint, in the order of their days. */
  readonly pieces: PieceId[];
  /** Days of which there is no piece. */
  readonly missing: LocalDate[];
}

/** One way to go on from a day: by a piece, or past a day that is missing. */
interface Step {
  readonly piece: PieceId | undefined;
  readonly days: number;
}

const FIRST_OF_MONTH = /-01$/;

/** Pieces that begin with a day, longest first. */
const piecesFrom = (day: LocalDate): (Step & { readonly piece: PieceId })[] => {
  const steps: (Step & { readonly piece: PieceId })[] = [];
  if (FIRST_OF_MONTH.test(day)) {
    const month = monthOf(day);
    steps.push({ piece: { kind: 'month', month }, days: monthDays(month).length });
  }
  if (mondayOf(day) === day) {
    steps.push({ piece: { kind: 'week', monday: day }, days: weekDays(day).length });
  }
  steps.push({ piece: { kind: 'day', day }, days: 1 });
  return steps;
};

/**
 * Covers a range of days, both inclusive, by the fewest days, finished weeks and finished months that there are, each day once.
 * Leaving out as few days as possible comes before taking few pieces. None where `from` is after `to`.
 * @param has whether there is such a piece; never asked for hours, nor for what reaches beyond the range
 */
export const coverRange = ({
  from,
  to,
  has,
}: {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly has: (id: PieceId) => boolean;
}): Cover => {
  const days = daysOf(from, to);
  // A missing day costs more than the most pieces that a range can take.
  const missingCost = days.length + 1;
  const costFrom = new Float64Array(days.length + 1);
  const stepFrom: Step[] = new Array(days.length);
  for (let index = days.length - 1; index >= 0; index -= 1) {
    stepFrom[index] = { piece: undefined, days: 1 };
    costFrom[index] = missingCost + (costFrom[index + 1] as number);
    for (const step of piecesFrom(days[index] as LocalDate)) {
      const next = index + step.days;
      if (next > days.length || !has(step.piece)) continue;
      const cost = 1 + (costFrom[next] as number);
      if (cost >= (costFrom[index] as number)) continue;
      costFrom[index] = cost;
      stepFrom[index] = step;
    }
  }
  return followed(days, stepFrom);
};

const followed = (days: readonly LocalDate[], stepFrom: readonly Step[]): Cover => {
  const pieces: PieceId[] = [];
  const missing: LocalDate[] = [];
  for (let index = 0; index < days.length; ) {
    const step = stepFrom[index] as Step;
    if (step.piece === undefined) missing.push(days[index] as LocalDate);
    else pieces.push(step.piece);
    index += step.days;
  }
  return { pieces, missing };
};
