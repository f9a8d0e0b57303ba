import type { SiteId } from '../../domain/ids.ts';
import type { Correction, PieceId } from '../../domain/metrics/piece.ts';
import { pieceKey, yearOfPiece } from '../../domain/metrics/pieceKey.ts';
import type { Site } from '../../domain/site.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import { addDays, daysOf, localDateOf } from '../../domain/time/localTime.ts';
import type { AggregationLedger } from '../../ports/AggregationLedger.ts';
import type { MetricsStore, StoredPiece } from '../../ports/MetricsStore.ts';
import type { DayRange } from '../wire/rangeOf.ts';
import { createSiteHeads, type SiteHeads, type SiteState } from './createSiteHeads.ts';
import { hourStartMs } from './hourStartMs.ts';

/** Which numbers of a site there are, for some ranges, as of the last second. */
export interface Heads {
  readonly today: LocalDate;
  readonly state: SiteState;
  /** Days, weeks and months. */
  stored(id: PieceId): StoredPiece | undefined;
  /** Oldest first; of today, of days that are not finished, and where they were asked for of all days. */
  hours(day: LocalDate): readonly StoredPiece[];
  /** What was added to sealed days. */
  corrections(range: DayRange): readonly Correction[];
  /** Another text whenever anything of it is another. */
  readonly version: string;
}

const yearOf = (day: LocalDate): number => Number(day.slice(0, 4));
const yearsOf = ({ from, to }: DayRange): number[] =>
  Array.from({ length: yearOf(to) - yearOf(from) + 1 }, (_, index) => yearOf(from) + index);

const STATE = 'state';

/** Days whose hours stand for them: begun, and not closed. */
const unfinishedDays = (
  range: DayRange,
  today: LocalDate,
  { firstDay, closedThrough }: SiteState,
): LocalDate[] => {
  const begin = closedThrough === undefined ? firstDay : addDays(closedThrough, 1);
  // Where nothing was aggregated yet, there is nothing to look for.
  if (begin === undefined) return [];
  return daysOf(range.from > begin ? range.from : begin, range.to < today ? range.to : today);
};

/** Corrections are of sealed days alone. */
const correctedYears = (range: DayRange, { sealedThrough }: SiteState): number[] =>
  sealedThrough === undefined || range.from > sealedThrough
    ? []
    : yearsOf({ from: range.from, to: range.to < sealedThrough ? range.to : sealedThrough });

/** Reads which pieces of a site there are; what several ask for at the same time is read once. */
export const createHeads = ({
  store,
  ledger,
  now,
}: {
  readonly store: MetricsStore;
  readonly ledger: AggregationLedger;
  readonly now: () => number;
}) => {
  const sites = new Map<SiteId, SiteHeads>();
  const headsOf = (site: SiteId): SiteHeads => {
    const known = sites.get(site) ?? createSiteHeads({ store, ledger, now, site });
    sites.set(site, known);
    return known;
  };

  return {
    state: async (site: SiteId): Promise<SiteState> => {
      const [state] = await headsOf(site).state.read([STATE]);
      return state?.value ?? {};
    },

    /**
     * @param hoursOf days whose hours are wanted, finished or not
     * @throws MetricsUnavailable
     */
    read: async (
      site: Site,
      ranges: readonly DayRange[],
      { hoursOf = [] }: { readonly hoursOf?: readonly LocalDate[] } = {},
    ): Promise<Heads> => {
      const { pieces, state, corrections } = headsOf(site.id);
      const today = localDateOf(now(), site.timezone);
      const years = [...new Set(ranges.flatMap(yearsOf))];
      const keys = new Set([...years.map(String), today, addDays(today, -1), ...hoursOf]);
      const [[ofState], ofKeys] = await Promise.all([state.read([STATE]), pieces.read([...keys])]);
      const known = ofState?.value ?? {};
      const more = [...new Set(ranges.flatMap((range) => unfinishedDays(range, today, known)))].filter(
        (day) => !keys.has(day),
      );
      const ofYears = [...new Set(ranges.flatMap((range) => correctedYears(range, known)))];
      const [ofMore, ofCorrections] = await Promise.all([
        pieces.read(more),
        corrections.read(ofYears.map(String)),
      ]);

      const allKeys = [...keys, ...more];
      const allParts = [...ofKeys, ...ofMore];
      const byKey = new Map(allKeys.map((key, index) => [key, allParts[index]?.value]));
      const generations = [...allParts, ...ofCorrections, ofState].map((part) => part?.generation);
      const allCorrections = ofCorrections.flatMap(({ value }) => value);
      return {
        today,
        state: known,
        stored: (id) => byKey.get(String(yearOfPiece(id)))?.get(pieceKey(id)),
        hours: (day) => [...(byKey.get(day)?.values() ?? [])].sort((a, b) => hourStartMs(a) - hourStartMs(b)),
        corrections: ({ from, to }) => allCorrections.filter(({ day }) => day >= from && day <= to),
        version: `${today}|${generations.join()}`,
      };
    },

    /** Has everything of a site read anew when it is next asked for. */
    expire: (site: SiteId): void => {
      const heads = headsOf(site);
      for (const part of [heads.pieces, heads.state, heads.corrections]) part.expire();
    },
  };
};
