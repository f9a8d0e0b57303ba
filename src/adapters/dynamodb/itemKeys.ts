import { createHash } from 'node:crypto';
import type { SiteId } from '../../domain/ids.ts';
import type { PieceId } from '../../domain/metrics/piece.ts';
import { pieceKey, yearOfPiece } from '../../domain/metrics/pieceKey.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import type { SectionName } from '../../ports/MetricsStore.ts';
import type { ItemKey } from './attributes.ts';

/** Sort keys from `from` to `to`, both inclusive, of one partition. */
export interface KeyRange {
  readonly pk: string;
  readonly from: string;
  readonly to: string;
}

/** Text sorts as numbers do where all have as many digits: those of the epoch's milliseconds until the year 2286. */
const MINUTE_DIGITS = 13;
const VERSION_DIGITS = 10;

const ofSite = (site: SiteId, sk: string): ItemKey => ({ pk: `site#${site}`, sk });
/** A version, so that text compares as versions do. */
export const versionText = (version: number): string => String(version).padStart(VERSION_DIGITS, '0');

export const yearKey = (site: SiteId, year: number): ItemKey => ofSite(site, `head#${year}`);
export const hoursKey = (site: SiteId, day: LocalDate): ItemKey => ofSite(site, `hours#${day}`);
/** Where a piece's current version stands: with the others of its year, an hour with the others of its day. */
export const headKey = (site: SiteId, id: PieceId): ItemKey =>
  id.kind === 'hour' ? hoursKey(site, id.day) : yearKey(site, yearOfPiece(id));

/** Which part of one version of a piece an item holds: `core`, `rest`, or a chunk of a section. */
export type PiecePart = 'core' | 'rest' | { readonly section: SectionName; readonly chunk: number };

export const partKey = (site: SiteId, id: PieceId, version: number, part: PiecePart): ItemKey =>
  ofSite(
    site,
    `piece#${pieceKey(id)}#${versionText(version)}#${typeof part === 'string' ? part : `${part.section}#${part.chunk}`}`,
  );

/** All parts of all versions of a piece before that one. */
export const olderParts = (site: SiteId, id: PieceId, version: number): KeyRange => ({
  pk: ofSite(site, '').pk,
  from: `piece#${pieceKey(id)}#`,
  to: `piece#${pieceKey(id)}#${versionText(version)}`,
});

const minuteText = (ms: number): string => `minute#${String(ms).padStart(MINUTE_DIGITS, '0')}`;
export const minuteKey = (site: SiteId, minute: number): ItemKey => ofSite(site, minuteText(minute));
/** Minutes from `fromMs` inclusive to `toMs` exclusive. */
export const minuteRange = (site: SiteId, fromMs: number, toMs: number): KeyRange => ({
  pk: ofSite(site, '').pk,
  from: minuteText(fromMs),
  to: minuteText(toMs - 1),
});

/** The order by its hash: a shop's ids may be longer than a key. */
export const correctionKey = (site: SiteId, day: LocalDate, orderId: string): ItemKey =>
  ofSite(site, `correction#${day}#${createHash('sha256').update(orderId).digest('base64url')}`);
/** Corrections of days, both inclusive: `$` is the character after `#`. */
export const correctionRange = (site: SiteId, from: LocalDate, to: LocalDate): KeyRange => ({
  pk: ofSite(site, '').pk,
  from: `correction#${from}#`,
  to: `correction#${to}$`,
});

export const leaseKey = (site: SiteId): ItemKey => ofSite(site, 'lease');
export const numbersKey = (site: SiteId): ItemKey => ofSite(site, 'numbers');
export const loginKey = (key: string): ItemKey => ({ pk: 'login', sk: key });

/** A partition of its own, which functions may be given that may see nothing else. */
export const saltKey = (site: SiteId, day: LocalDate): ItemKey => ({ pk: `salt#${site}`, sk: day });
/** The salts of all days. */
export const saltRange = (site: SiteId): KeyRange => ({ pk: `salt#${site}`, from: '0', to: '9999-99-99' });
