import type { StoredEvent } from '../../domain/events/event.ts';
import type { BrowserId, SessionId, SiteId, VisitorId } from '../../domain/ids.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import type { SessionRef, VisitorDocument } from '../../ports/AggregationRecord.ts';
import type { VisitorIdentity } from '../../ports/PeopleRecord.ts';
import type { Document } from './driverPart.ts';
import { earliestText, parseEarliestText } from './earliestText.ts';

/** A visitor's `_id`; a site's id holds no colon. */
export const visitorKey = (site: SiteId, visitor: VisitorId): string => `${site}:${visitor}`;

const named = (site: SiteId, visitor: VisitorId) => ({
  filter: { _id: visitorKey(site, visitor) },
  made: { siteId: site, visitorId: visitor },
});

/** A login's word that another visitor's sessions count for its own; of several the earliest stays. */
export const aliasUpsert = ({
  id,
  site,
  visitor,
  formerVisitor,
  occurredAt,
}: StoredEvent & { readonly formerVisitor: VisitorId }) => {
  const { filter, made } = named(site, formerVisitor);
  return {
    filter,
    update: {
      $setOnInsert: made,
      $min: { alias: earliestText({ ms: occurredAt, tie: id, value: visitor }) },
      $currentDate: { updatedAt: true },
    },
  };
};

/**
 * A customer whose program keeps no cookies is a new browser with each request: without an end its document would grow to the 16 MB
 * that MongoDB stores, and with it every write of it (30 ms a request after 6,000, 2026-11-23). Journeys look at 500.
 */
export const MAX_KNOWN_FORMERS = 1_000;

/**
 * The same word the other way round, so that a visitor's former ones are found, the first {@link MAX_KNOWN_FORMERS} of them. It may have
 * been too late: what the former visitor itself says counts.
 */
export const formerUpsert = ({
  site,
  visitor,
  formerVisitor,
}: Pick<StoredEvent, 'site' | 'visitor'> & { readonly formerVisitor: VisitorId }) => {
  const { filter, made } = named(site, visitor);
  return {
    // Of one that is full the upsert meets its own key, which is a success.
    filter: { ...filter, [`formers.${MAX_KNOWN_FORMERS - 1}`]: { $exists: false } },
    update: { $setOnInsert: made, $addToSet: { formers: formerVisitor } },
  };
};

/** A number for a visitor that has none. */
export const numberUpsert = (
  site: SiteId,
  { visitor, number }: { readonly visitor: VisitorId; readonly number: number },
) => {
  const { filter, made } = named(site, visitor);
  return {
    filter: { ...filter, number: { $exists: false } },
    update: { $setOnInsert: made, $set: { number } },
  };
};

/** Days on which a visitor came, and its first session where that is earlier than what is noted. */
export const visitUpsert = (
  site: SiteId,
  {
    visitor,
    days,
    first,
  }: {
    readonly visitor: VisitorId;
    readonly days: readonly LocalDate[];
    readonly first?: { readonly startedAt: number } & SessionRef;
  },
) => {
  const { filter, made } = named(site, visitor);
  return {
    filter,
    update: {
      $setOnInsert: made,
      $addToSet: { days: { $each: days } },
      ...(days.length === 0 ? {} : { $max: { lastDay: days.toSorted().at(-1) } }),
      ...(first === undefined
        ? {}
        : { $min: { firstKey: earliestText({ ms: first.startedAt, tie: first.id, value: first.browser }) } }),
    },
  };
};

const firstOf = (key: string): { readonly startedAt: number } & SessionRef => {
  const { ms, tie, value } = parseEarliestText(key);
  return { startedAt: ms, id: tie as SessionId, browser: value as BrowserId };
};

const aliasIn = (alias: string | undefined): { readonly aliasOf?: VisitorId } =>
  alias === undefined ? {} : { aliasOf: parseEarliestText(alias).value as VisitorId };

/** Who the visitor is that the others here wrote. */
export const identityOfDocument = (document: Document): VisitorIdentity => {
  const { visitorId, alias, formers } = document as {
    readonly visitorId: VisitorId;
    readonly alias?: string;
    readonly formers?: readonly VisitorId[];
  };
  return { visitor: visitorId, ...aliasIn(alias), formers: formers ?? [] };
};

/** The visitor that the others here wrote. */
export const visitorOfDocument = (document: Document): VisitorDocument => {
  const { visitorId, number, firstKey, alias, days } = document as {
    readonly visitorId: VisitorId;
    readonly number?: number;
    readonly firstKey?: string;
    readonly alias?: string;
    readonly days?: readonly LocalDate[];
  };
  return {
    visitor: visitorId,
    ...(number === undefined ? {} : { number }),
    ...(firstKey === undefined ? {} : { first: firstOf(firstKey) }),
    ...aliasIn(alias),
    days: days ?? [],
  };
};
