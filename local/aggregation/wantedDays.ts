import type { Site } from '../../src/domain/site.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { addDays, daysBetween, localDateOf, parseLocalDate } from '../../src/domain/time/localTime.ts';

/** As long a range as the metrics may be asked for. */
const MAX_YEARS = 3;
const MAX_DAYS = MAX_YEARS * 366;

/** What somebody asks to have aggregated, as they wrote it; what is left out is all there is. */
export interface Wanted {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly site?: string | undefined;
}

/** What is asked for makes no sense. */
export class WantedFault extends Error {
  override readonly name = 'WantedFault';
  readonly field: keyof Wanted;
  constructor(field: keyof Wanted, message: string) {
    super(message);
    this.field = field;
  }
}

/** The days of a site, both bounds included. */
export interface SiteRange {
  readonly site: Site;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const dateOf = (field: 'from' | 'to', text: string | undefined): LocalDate | undefined => {
  const day = text === undefined ? undefined : parseLocalDate(text);
  if (text === undefined || day !== undefined) return day;
  throw new WantedFault(field, `${field} must be a date that exists, such as 2026-11-22.`);
};

const sitesOf = (sites: readonly Site[], id: string | undefined): readonly Site[] => {
  const wanted = sites.filter((site) => id === undefined || site.id === id);
  if (wanted.length > 0) return wanted;
  throw new WantedFault('site', `site must be one of ${sites.map((site) => site.id).join(', ')}.`);
};

/**
 * Which days of which sites are meant; `to` is today where it is left out, and `from` the day of the site's first session.
 * @param firstSessionAt epoch milliseconds, or absent before there is one
 * @throws WantedFault
 */
export const wantedDays = async (
  wanted: Wanted,
  {
    sites,
    nowMs,
    firstSessionAt,
  }: {
    readonly sites: readonly Site[];
    readonly nowMs: number;
    readonly firstSessionAt: (site: Site) => Promise<number | undefined>;
  },
): Promise<readonly SiteRange[]> => {
  const [from, to] = [dateOf('from', wanted.from), dateOf('to', wanted.to)];
  const rangeOf = async (site: Site): Promise<SiteRange> => {
    const today = localDateOf(nowMs, site.timezone);
    const last = to ?? today;
    if (last > today) throw new WantedFault('to', `to must not be after today, ${today}.`);
    if (from !== undefined) return { site, from, to: last };
    const firstMs = await firstSessionAt(site);
    const first = firstMs === undefined ? last : localDateOf(firstMs, site.timezone);
    return { site, from: first < last ? first : last, to: last };
  };
  const ranges = await Promise.all(sitesOf(sites, wanted.site).map(rangeOf));
  for (const range of ranges) {
    if (range.from > range.to) throw new WantedFault('from', 'from must not be after to.');
    if (daysBetween(range.from, range.to) < MAX_DAYS) continue;
    throw new WantedFault(
      'from',
      `from must not be over ${MAX_YEARS} years before to, so ${addDays(range.to, 1 - MAX_DAYS)} or later.`,
    );
  }
  return ranges;
};
