import { mergeRows } from '../../domain/metrics/mergePieces.ts';
import type { Row } from '../../domain/metrics/piece.ts';
import { retentionOf } from '../../domain/metrics/retentionOf.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import { addDays, daysOf, mondayOf, monthDays, monthOf } from '../../domain/time/localTime.ts';
import type { RetentionAnswer } from '../operations/retentionOperation.ts';
import { coverOf, isProvisional } from '../reading/coverOf.ts';
import { mergeFiltered } from '../reading/createMerged.ts';
import type { Filter } from '../wire/parameters.ts';
import type { DayRange } from '../wire/rangeOf.ts';
import type { Reading } from './Reading.ts';

/** A week or a month, whole. */
export interface Period extends DayRange {
  readonly start: string;
}

const DAYS_PER_WEEK = 7;

const weekOf = (day: LocalDate): Period => {
  const monday = mondayOf(day);
  return { start: monday, from: monday, to: addDays(monday, DAYS_PER_WEEK - 1) };
};

const monthAround = (day: LocalDate): Period => {
  const month = monthOf(day);
  const days = monthDays(month);
  return { start: month, from: `${month}-01` as LocalDate, to: days.at(-1) ?? day };
};

/** The weeks or months that a range touches, whole, oldest first. */
export const periodsOf = ({ from, to }: DayRange, by: 'week' | 'month'): Period[] => {
  const around = by === 'week' ? weekOf : monthAround;
  return [
    ...new Map(daysOf(from, to).map((day) => [by === 'week' ? mondayOf(day) : monthOf(day), day])).values(),
  ].map(around);
};

const rowOf = async (
  { site, heads, merged }: Reading,
  period: Period,
  filter: Filter | undefined,
): Promise<Row> => {
  const { groups } = coverOf(heads, site, period);
  if (groups.length === 0) return mergeRows([]);
  return mergeFiltered(await Promise.all(groups.map((pieces) => merged.row(site.id, pieces, filter)))).row;
};

/** Retention cohorts of consecutive weeks or months. */
export const retention = async (
  reading: Reading,
  {
    periods,
    by,
    filter,
  }: {
    readonly periods: readonly Period[];
    readonly by: 'week' | 'month';
    readonly filter: Filter | undefined;
  },
): Promise<RetentionAnswer> => {
  const rows = await Promise.all(periods.map((period) => rowOf(reading, period, undefined)));
  const cohortNew =
    filter === undefined
      ? undefined
      : await Promise.all(periods.map(async (period) => (await rowOf(reading, period, filter)).newVisitors));
  const cohorts = retentionOf({
    periods: periods.map(({ start, to }, index) => {
      const { visitors, newVisitors } = rows[index] ?? mergeRows([]);
      return { start, visitors, newVisitors, complete: !isProvisional(reading.heads, to) };
    }),
    ...(cohortNew && { cohortNew }),
  });
  return { by, cohorts };
};
