import { createHmac } from 'node:crypto';
import { uuidForm } from '../../domain/identity/deriveIds.ts';
import type { SiteId } from '../../domain/ids.ts';
import { idsOf, type Subject } from '../../domain/subject/subject.ts';
import type { Document } from './driverPart.ts';
import { earliestText, parseEarliestText } from './earliestText.ts';
import { SESSION_FACT_FIELDS } from './sessionFactDocument.ts';
import { visitorKey } from './visitorDocument.ts';

/** Nobody writes such a session again. */
const LAST_EPOCH = Number.MAX_SAFE_INTEGER;
/** Instead of a page whose path names the person. */
const ERASED_PAGE = '/(erased)';

/** What of a page's path remains. */
export type PageRemains = (path: string | undefined) => string | undefined;

/** What a path and its query consist of. */
const PARTS = /[/?&=#]/;

/**
 * A page's path names its visitor where one of the person's ids, or of their orders', is a part of it: a whole one, for a short id is found in
 * many a word.
 */
export const pageRemains = (subject: Subject, orderIds: readonly string[]): PageRemains => {
  const names = [...idsOf(subject), ...orderIds].filter((name) => name !== '');
  const parts = new Set(names.flatMap((name) => [name, encodeURIComponent(name)]));
  return (path) => (path?.split(PARTS).some((part) => parts.has(part)) ? ERASED_PAGE : path);
};

/** Names for what remains: random to all who do not know the key, and the same each time while it is known. */
export const remainderNames = (key: string) => {
  const secret = Buffer.from(key, 'base64');
  const named = (...parts: readonly string[]): string =>
    uuidForm(createHmac('sha256', secret).update(parts.join('\n')).digest(), 4);
  return {
    session: (id: string) => named('session', id),
    browser: (id: string) => named('browser', id),
    /** One for the whole person: their visits stay one visitor's. */
    visitor: named('visitor'),
  };
};

export type RemainderNames = ReturnType<typeof remainderNames>;

/** The first part of each path of {@link SESSION_FACT_FIELDS}, and times that every session's document has. */
const KEPT_FIELDS: ReadonlySet<string> = new Set([
  ...Object.keys(SESSION_FACT_FIELDS).map((path) => path.split('.', 1)[0] as string),
  'siteId',
  'type',
  'firstSeenAt',
  'interactions',
  'expiresAt',
]);

const orderRemainder = (order: Document, index: number): Document => ({
  ...order,
  orderId: `erased-${index + 1}`,
});

/**
 * What remains of an erased session: what metrics count (`SESSION_FACT_FIELDS`), under random names, so that each later fold of its
 * hour gives the numbers of before. No address, no page but the first and the last, no referrer, no click id, no secret, no customer,
 * no order's name, and no event.
 */
export const sessionRemainder = (document: Document, names: RemainderNames, page: PageRemains): Document => {
  const kept = Object.fromEntries(Object.entries(document).filter(([field]) => KEPT_FIELDS.has(field)));
  const { numbered, device, utm, landingPage, exitPage } = document as {
    readonly numbered?: Document;
    readonly device: { readonly type: string; readonly browser?: string; readonly os?: string };
    readonly utm: { readonly campaign?: string };
    readonly landingPage?: string;
    readonly exitPage?: string;
  };
  const { type, browser, os } = device;
  return {
    ...kept,
    _id: names.session(document._id as string),
    b: names.browser(document.b as string),
    visitorId: names.visitor,
    type: 'ANONYMOUS',
    ...(numbered === undefined ? {} : { numbered: { ...numbered, visitorId: names.visitor } }),
    device: { type, ...(browser === undefined ? {} : { browser }), ...(os === undefined ? {} : { os }) },
    utm: utm.campaign === undefined ? {} : { campaign: utm.campaign },
    clickIds: {},
    orders: (document.orders as readonly Document[]).map(orderRemainder),
    ...(landingPage === undefined ? {} : { landingPage: page(landingPage) }),
    ...(exitPage === undefined ? {} : { exitPage: page(exitPage) }),
    epoch: LAST_EPOCH,
    erased: true,
  };
};

/** What a visitor's document tells, as far as it is read here. */
interface StoredVisitor {
  readonly visitorId: string;
  readonly alias?: string;
  readonly number?: number;
  readonly days?: readonly string[];
  readonly lastDay?: string;
  readonly firstKey?: string;
}

/**
 * What remains of a person's visitors: one, under a random name, with the number by which the metrics know it. A visitor that counts
 * for another one of them brings no number of its own.
 * @returns absent where nothing was counted yet
 */
export const visitorRemainder = (
  site: SiteId,
  documents: readonly Document[],
  names: RemainderNames,
): Document | undefined => {
  const visitors = documents as unknown as readonly StoredVisitor[];
  const numbered = visitors
    .filter(({ number }) => number !== undefined)
    .toSorted((a, b) => Number(a.alias !== undefined) - Number(b.alias !== undefined));
  const [counted] = numbered;
  if (counted === undefined) return undefined;
  const days = [...new Set(visitors.flatMap((visitor) => visitor.days ?? []))].sort();
  const [first] = visitors.flatMap(({ firstKey }) => firstKey ?? []).sort();
  const lastDay = days.at(-1);
  return {
    _id: visitorKey(site, names.visitor as never),
    siteId: site,
    visitorId: names.visitor,
    number: counted.number,
    days,
    ...(lastDay === undefined ? {} : { lastDay }),
    ...(first === undefined ? {} : { firstKey: renamedFirst(first, names) }),
  };
};

const renamedFirst = (firstKey: string, names: RemainderNames): string => {
  const { ms, tie, value } = parseEarliestText(firstKey);
  return earliestText({ ms, tie: names.session(tie), value: names.browser(value) });
};
