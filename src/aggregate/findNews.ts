import { hash } from 'node:crypto';
import type { Site } from '../domain/site.ts';
import { hourOf } from '../domain/time/localTime.ts';
import type { AggregationState } from '../ports/AggregationLedger.ts';
import type { AggregationRecord, AliasChange, Change, ChangedSession } from '../ports/AggregationRecord.ts';

/**
 * A document may become visible a little after the time that it bears: what changed in the last two minutes before the newest
 * change is looked at again (design, section 3).
 */
const OVERLAP_MS = 2 * 60_000;
const FINGERPRINT_LENGTH = 16;
/**
 * What changed so shortly before the newest change may have changed once more with the same time on it: it is told again at
 * the next look, whatever its fingerprint.
 */
const UNSURE_MS = 1_000;
const UNSURE = '?';
/** Beside the fingerprints, by kind: since when, by our clock, nothing newer was found; and that nothing may turn up late. */
const SINCE = 'since';
const QUIET = 'quiet';

/** What changed in the record since it was last looked at. */
export interface News {
  /** Nobody has looked before: all that there is. */
  readonly firstEver: boolean;
  readonly sessions: readonly ChangedSession[];
  readonly orders: readonly (Change & { readonly orderId: string })[];
  readonly quality: readonly Change[];
  readonly aliases: readonly AliasChange[];
  /** What to tell the ledger once all of it is acted upon. */
  readonly scanned: NonNullable<AggregationState['scanned']>;
  readonly overlap: NonNullable<AggregationState['overlap']>;
}

const fingerprint = (lines: readonly string[]): string =>
  hash('sha256', lines.toSorted().join('\n'), 'base64url').slice(0, FINGERPRINT_LENGTH);

type Kind = 'sessions' | 'orders' | 'quality' | 'aliases';
type Overlap = News['overlap'];

interface Told<T> {
  readonly news: readonly T[];
  readonly scanned: News['scanned'];
  readonly overlap: Overlap;
}

/** From when on changes of a kind are looked for, in the record's own time. */
const lookSince = ({ scanned, overlap }: AggregationState, kind: Kind): number | undefined => {
  const cursor = scanned?.[kind];
  if (cursor === undefined) return undefined;
  return overlap?.[`${QUIET}:${kind}`] === undefined ? cursor - OVERLAP_MS : cursor;
};

/** Changes of one kind, without those that the last look had found already. */
const newsOf = <T extends { readonly changedAt: number }>(
  found: readonly T[],
  {
    kind,
    before,
    nowMs,
    groupOf,
    nameOf,
  }: {
    readonly kind: Kind;
    readonly before: AggregationState;
    readonly nowMs: number;
    /** What changes of the overlap are told of together. */
    readonly groupOf: (change: T) => string;
    readonly nameOf: (change: T) => string;
  },
): Told<T> => {
  const cursor = before.scanned?.[kind];
  const newest = found.reduce((max, { changedAt }) => Math.max(max, changedAt), cursor ?? 0);
  if (newest === 0) return { news: [], scanned: {}, overlap: {} };
  const groupsOf = (changes: readonly T[]) =>
    [...Map.groupBy(changes, (change) => `${kind}:${groupOf(change)}`)].map(([key, group]) => ({
      key,
      group,
      told: fingerprint(group.map((change) => `${nameOf(change)}@${change.changedAt}`)),
    }));

  const inOverlap = found.filter(({ changedAt }) => cursor !== undefined && changedAt <= cursor);
  const news = [
    ...groupsOf(inOverlap).flatMap(({ key, told, group }) => (before.overlap?.[key] === told ? [] : group)),
    ...found.filter(({ changedAt }) => cursor === undefined || changedAt > cursor),
  ];

  const isNew = newest !== cursor;
  const since = isNew ? nowMs : Number(before.overlap?.[`${SINCE}:${kind}`] ?? nowMs);
  const quiet = nowMs - since > OVERLAP_MS;
  const nextFrom = quiet ? newest : newest - OVERLAP_MS;
  const next = groupsOf(found.filter(({ changedAt }) => changedAt >= nextFrom)).map(
    ({ key, told, group }) => {
      const isUnsure = isNew && group.some(({ changedAt }) => changedAt > newest - UNSURE_MS);
      return [key, isUnsure ? `${told}${UNSURE}` : told] as const;
    },
  );
  return {
    news,
    scanned: { [kind]: newest },
    overlap: {
      ...Object.fromEntries(next),
      [`${SINCE}:${kind}`]: String(since),
      ...(quiet ? { [`${QUIET}:${kind}`]: 'yes' } : {}),
    },
  };
};

/** Of a kind that is not looked at: what was known of it stays. */
const notLookedAt = <T>({ overlap = {} }: AggregationState, kind: Kind): Told<T> => ({
  news: [],
  scanned: {},
  overlap: Object.fromEntries(
    Object.entries(overlap).filter(([key]) =>
      [`${kind}:`, `${SINCE}:${kind}`, `${QUIET}:${kind}`].some((start) => key.startsWith(start)),
    ),
  ),
});

/**
 * Looks for what changed in the record; changes nothing.
 * @param before how far the last look had come
 * @param options.nowMs by our own clock
 * @param options.sessions whether to look for changed sessions too: those of days that are folded anyway need not be found
 * @throws RecordUnavailable
 */
export const findNews = async (
  record: AggregationRecord,
  site: Site,
  before: AggregationState,
  { nowMs, sessions: lookForSessions = true }: { readonly nowMs: number; readonly sessions?: boolean },
): Promise<News> => {
  const hour = ({ at }: Change): string => String(hourOf(at, site.timezone).startMs);
  const look = { before, nowMs };

  const sessions = lookForSessions
    ? newsOf(await record.changedSessions(site.id, lookSince(before, 'sessions')), {
        ...look,
        kind: 'sessions',
        groupOf: hour,
        nameOf: ({ id, browser }) => `${browser} ${id}`,
      })
    : notLookedAt<ChangedSession>(before, 'sessions');
  const orders = newsOf(await record.changedOrders(site.id, lookSince(before, 'orders')), {
    ...look,
    kind: 'orders',
    groupOf: hour,
    nameOf: ({ orderId }) => orderId,
  });
  const quality = newsOf(await record.changedQuality(site.id, lookSince(before, 'quality')), {
    ...look,
    kind: 'quality',
    groupOf: hour,
    nameOf: ({ at }) => String(at),
  });
  const aliases = newsOf(await record.changedAliases(site.id, lookSince(before, 'aliases')), {
    ...look,
    kind: 'aliases',
    groupOf: ({ visitor }) => visitor,
    nameOf: ({ visitor }) => visitor,
  });
  return {
    firstEver: before.scanned === undefined,
    sessions: sessions.news,
    orders: orders.news,
    quality: quality.news,
    aliases: aliases.news,
    scanned: { ...sessions.scanned, ...orders.scanned, ...quality.scanned, ...aliases.scanned },
    overlap: { ...sessions.overlap, ...orders.overlap, ...quality.overlap, ...aliases.overlap },
  };
};
