import { type Cover, coverRange } from '../../domain/metrics/coverRange.ts';
import type { PieceId } from '../../domain/metrics/piece.ts';
import type { Site } from '../../domain/site.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import { daySpan } from '../../domain/time/localTime.ts';
import type { StoredPiece } from '../../ports/MetricsStore.ts';
import type { DayRange } from '../wire/rangeOf.ts';
import type { Heads } from './createHeads.ts';
import { daysOfPiece } from './daysOfPiece.ts';

/** What a range is read from: disjoint pieces, in groups that change together, so that what is merged of each can be kept. */
export interface SiteCover {
  /** Days, weeks and months, and the hours of days that are not finished: first those that rest, then those of now. */
  readonly groups: readonly (readonly StoredPiece[])[];
  /** Days that are made of hours as yet. */
  readonly unfinished: readonly LocalDate[];
  /** Days that should be known and are not. */
  readonly missing: readonly LocalDate[];
}

/** The aggregator folds the current and the hour before again each minute; older ones seldom change. */
const HOURS_OF_NOW = 2;

/** Weeks and months that were written before one of their days was say what that day was before. */
const isWhole = (heads: Heads, id: PieceId, { stamp }: StoredPiece): boolean =>
  id.kind === 'day' ||
  daysOfPiece(id).every((day) => {
    const ofDay = heads.stored({ kind: 'day', day });
    return ofDay === undefined || ofDay.stamp.writtenAt <= stamp.writtenAt;
  });

/** Whether anything can be known of a day: a day of before the first or after today has nothing to be missed. */
const isExpected = (heads: Heads, site: Site, day: LocalDate): boolean => {
  const { firstDay } = heads.state;
  if (firstDay === undefined || day < firstDay || day >= heads.today) return false;
  const { startMs, endMs } = daySpan(day, site.timezone);
  return endMs > startMs;
};

/** A chart asks for each of its days: a tenth of the time of finding the fewest pieces of one. */
const coverDay = (heads: Heads, day: LocalDate): Cover => {
  const id: PieceId = { kind: 'day', day };
  return heads.stored(id) === undefined ? { pieces: [], missing: [day] } : { pieces: [id], missing: [] };
};

const coverDays = (heads: Heads, range: DayRange): Cover =>
  coverRange({
    ...range,
    has: (id) => {
      const stored = heads.stored(id);
      return stored !== undefined && isWhole(heads, id, stored);
    },
  });

/** What to read for a range of days. */
export const coverOf = (heads: Heads, site: Site, range: DayRange): SiteCover => {
  const { pieces, missing } = range.from === range.to ? coverDay(heads, range.from) : coverDays(heads, range);
  const unfinished = missing.filter((day) => heads.hours(day).length > 0);
  const hours = unfinished.flatMap((day) => heads.hours(day));
  const groups = [
    pieces.flatMap((id) => heads.stored(id) ?? []),
    hours.slice(0, -HOURS_OF_NOW),
    hours.slice(-HOURS_OF_NOW),
  ];
  return {
    groups: groups.filter((group) => group.length > 0),
    unfinished,
    missing: missing.filter((day) => !unfinished.includes(day) && isExpected(heads, site, day)),
  };
};

/** Whether a day may still change by itself: it is not closed, or made of its hours. */
export const isProvisional = ({ state, today }: Heads, day: LocalDate): boolean => {
  if (state.closedThrough !== undefined && day <= state.closedThrough) return false;
  return state.firstDay === undefined ? day >= today : day >= state.firstDay;
};
