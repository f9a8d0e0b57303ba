import { MEASURE_INDEX } from '../../domain/metrics/measures.ts';
import { mergeRows } from '../../domain/metrics/mergePieces.ts';
import { metricsOf } from '../../domain/metrics/metricsOf.ts';
import type { Counts } from '../../domain/metrics/piece.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import { daysOf, hoursOfDay } from '../../domain/time/localTime.ts';
import type { DailyAnswer, Point } from '../operations/dailyOperation.ts';
import { coverOf } from '../reading/coverOf.ts';
import { hourStartMs } from '../reading/hourStartMs.ts';
import type { Filter } from '../wire/parameters.ts';
import { type DayRange, rangeOf } from '../wire/rangeOf.ts';
import { ofBoth } from './comparedWith.ts';
import type { Reading } from './Reading.ts';
import { instant, marksOf } from './statusOf.ts';
import { totalsOf } from './totalsOf.ts';

const dayPoint = async (reading: Reading, day: LocalDate, filter: Filter | undefined): Promise<Point> => {
  const totals = await totalsOf(reading, { from: day, to: day }, filter);
  return {
    at: day,
    ...metricsOf(totals),
    ...marksOf(reading.heads, day),
    missing: totals.cover.missing.length > 0,
  };
};

interface HourNumbers {
  readonly counts: Counts;
  readonly uniqueVisits: number;
  readonly newVisitors: number;
}
const NOTHING: HourNumbers = { counts: mergeRows([]).counts, uniqueVisits: 0, newVisitors: 0 };

const isNothing = ({ counts }: HourNumbers): boolean =>
  counts[MEASURE_INDEX.totalVisits] === 0 && counts[MEASURE_INDEX.orders] === 0;

/** The totals of a day's hours, by their start: a finished day keeps them, longer than the hours themselves are kept. */
const totalsOfHours = async (
  { site, heads, sections }: Reading,
  day: LocalDate,
): Promise<ReadonlyMap<number, HourNumbers>> => {
  const ofDay = heads.stored({ kind: 'day', day });
  if (ofDay !== undefined) {
    const { hours } = await sections.core(site.id, ofDay);
    return new Map(hours.map((hour) => [hour.startMs, hour]));
  }
  return new Map(
    await Promise.all(
      heads
        .hours(day)
        .map(async (piece) => [hourStartMs(piece), await sections.core(site.id, piece)] as const),
    ),
  );
};

/** Under a filter the hours themselves are asked; one that is not kept any more, and was not empty, is not known. */
const filteredHour = async (
  { site, heads, merged }: Reading,
  day: LocalDate,
  startMs: number,
  filter: Filter,
): Promise<HourNumbers | undefined> => {
  const piece = heads.hours(day).find((hour) => hourStartMs(hour) === startMs);
  if (piece === undefined) return undefined;
  const { row } = await merged.row(site.id, [piece], filter);
  return { counts: row.counts, uniqueVisits: row.visitors.size, newVisitors: row.newVisitors.size };
};

const hourPoints = async (reading: Reading, day: LocalDate, filter: Filter | undefined): Promise<Point[]> => {
  const { site, heads } = reading;
  const totals = await totalsOfHours(reading, day);
  const isMissing = coverOf(heads, site, { from: day, to: day }).missing.length > 0;
  return Promise.all(
    hoursOfDay(day, site.timezone).map(async ({ startMs }) => {
      const all = totals.get(startMs) ?? NOTHING;
      const told =
        filter === undefined || isNothing(all) ? all : await filteredHour(reading, day, startMs, filter);
      return {
        at: instant(startMs),
        ...metricsOf({ ...(told ?? NOTHING), bots: 0 }),
        ...marksOf(heads, day),
        missing: isMissing || told === undefined,
      };
    }),
  );
};

/** The numbers of each day, or each hour, of a range and of the one that it is compared with. */
export const daily = async (
  reading: Reading,
  {
    range,
    previous,
    filter,
    interval,
  }: {
    readonly range: DayRange;
    readonly previous: DayRange | undefined;
    readonly filter: Filter | undefined;
    readonly interval: 'day' | 'hour';
  },
): Promise<DailyAnswer> => {
  const { site } = reading;
  const pointsOf = async ({ from, to }: DayRange): Promise<Point[]> =>
    interval === 'hour'
      ? (await Promise.all(daysOf(from, to).map((day) => hourPoints(reading, day, filter)))).flat()
      : Promise.all(daysOf(from, to).map((day) => dayPoint(reading, day, filter)));
  const [points, before] = await ofBoth(range, previous, pointsOf);
  return {
    site: site.id,
    currency: site.currency,
    range: rangeOf(range),
    previousRange: previous === undefined ? null : rangeOf(previous),
    interval,
    points,
    previous: before,
  };
};
