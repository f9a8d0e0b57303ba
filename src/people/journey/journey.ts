import { instant } from '../../analytics/answers/statusOf.ts';
import { type DeviceUse, isOnSeveralDevices, isOtherDevice } from '../../domain/devices/deviceUse.ts';
import type { CustomerId, VisitorId } from '../../domain/ids.ts';
import { ORDER_MEASURES } from '../../domain/metrics/measures.ts';
import type { OrderFact } from '../../domain/metrics/orderFact.ts';
import type { SessionRecord } from '../../domain/sessions/session.ts';
import type { Site } from '../../domain/site.ts';
import type { JourneyAnswer, JourneyEvent, JourneySession } from '../operations/journeyOperation.ts';
import type { PeopleDependencies } from '../PeopleDependencies.ts';
import { readEvents } from './readEvents.ts';
import { type Person, resolvePersons } from './resolvePersons.ts';

/** Sessions that are told, the latest ones. */
const MAX_SESSIONS = 200;
/** Among so many of a customer's latest sessions its visitors are looked for: where no login joined them, each device is one. */
const SESSIONS_OF_CUSTOMER = 1_000;

type Records = Pick<PeopleDependencies, 'people' | 'record' | 'aggregation'>;

interface Found {
  readonly persons: readonly Person[];
  /** Newest first, one more than are told where there are more. */
  readonly sessions: readonly SessionRecord[];
}

const sessionsOf = async (
  { people }: Records,
  site: Site,
  visitors: readonly VisitorId[],
): Promise<Found | undefined> => {
  const persons = await resolvePersons(people, site.id, visitors);
  const ids = persons.flatMap((person) => person.ids);
  const sessions = await people.sessionsOfVisitors(site.id, ids, MAX_SESSIONS + 1);
  return sessions.length === 0 ? undefined : { persons, sessions };
};

const sessionsOfCustomer = async (records: Records, site: Site, customer: CustomerId) => {
  const visitors = await records.people.visitorsOfCustomer(site.id, customer, SESSIONS_OF_CUSTOMER);
  return visitors.length === 0 ? undefined : sessionsOf(records, site, visitors);
};

/** The orders placed in each session, by its id and browser: an order's refunds may have been told in other ones. */
const ordersOf = async (
  { aggregation }: Records,
  site: Site,
  sessions: readonly SessionRecord[],
): Promise<(session: SessionRecord) => OrderFact[]> => {
  const orderIds = new Set(sessions.flatMap(({ orders }) => orders.map(({ orderId }) => orderId)));
  if (orderIds.size === 0) return () => [];
  const orders = await aggregation.orders(site.id, [...orderIds]);
  return ({ id, browser }) =>
    orders
      .filter(({ session }) => session?.id === id && session.browser === browser)
      .sort((a, b) => a.placedAt - b.placedAt);
};

const deviceUse = ({ browser, device }: SessionRecord): DeviceUse => ({ browser, device: device.type });

/** @param previous the session before, if there is one that is known */
const journeySession = (
  session: SessionRecord,
  {
    previous,
    orders,
    revenue,
    events,
  }: {
    readonly previous: SessionRecord | undefined;
    readonly orders: readonly OrderFact[];
    readonly revenue: number;
    readonly events: readonly JourneyEvent[];
  },
): JourneySession => ({
  id: session.id,
  startedAt: instant(session.startedAt),
  lastSeenAt: instant(session.lastSeenAt),
  durationMs: session.durationMs,
  device: session.device.type,
  browser: session.device.browser ?? null,
  os: session.device.os ?? null,
  deviceChanged: previous !== undefined && isOtherDevice(deviceUse(previous), deviceUse(session)),
  sincePreviousMs: previous === undefined ? null : Math.max(0, session.startedAt - previous.lastSeenAt),
  country: session.country ?? null,
  channel: session.channel,
  source: session.trafficSource ?? null,
  landingPage: session.landingPage ?? null,
  exitPage: session.exitPage ?? null,
  pageViews: session.pageViews,
  cartValueMinor: session.cartValueMinor ?? null,
  converted: session.converted,
  orders: orders.map(({ orderId, amountMinor, refundedMinor }) => ({ orderId, amountMinor, refundedMinor })),
  revenue,
  events: [...events],
});

/** When the first session ever of these visitors began, of which the told ones are the latest. */
const firstSeenAt = async (
  { people }: Records,
  site: Site,
  { persons, sessions }: Found,
  isTruncated: boolean,
): Promise<number> => {
  const ids = persons.flatMap((person) => person.ids);
  const starts = isTruncated ? await people.startsOfVisitors(site.id, ids) : [];
  return [...sessions, ...starts].reduce((first, { startedAt }) => Math.min(first, startedAt), Infinity);
};

/**
 * What a visitor did, in order: its own sessions and those of whom it was before a login. An id that is no visitor's may be a
 * customer's: then it is what all that customer's visitors did.
 * @returns absent where nobody is known by the id
 * @throws RecordUnavailable
 */
export const journey = async (
  records: Records,
  site: Site,
  id: string,
): Promise<JourneyAnswer | undefined> => {
  const found =
    (await sessionsOf(records, site, [id as VisitorId])) ??
    (await sessionsOfCustomer(records, site, id as CustomerId));
  if (found === undefined) return undefined;
  const { persons, sessions } = found;
  const told = sessions.slice(0, MAX_SESSIONS);
  const hasMore = sessions.length > told.length;
  const [events, orders, seenAt] = await Promise.all([
    readEvents(records.record, told),
    ordersOf(records, site, told),
    firstSeenAt(records, site, found, hasMore),
  ]);
  const revenueOf = (placed: readonly OrderFact[]): number =>
    placed.reduce((sum, order) => sum + ORDER_MEASURES.revenueMinor(order, site.currency), 0);
  const allOrders = told.flatMap(orders);
  const uses = sessions.map(deviceUse).reverse();
  const [first] = persons;
  const visitor = first?.visitor ?? id;
  return {
    visitor,
    customer: told.find(({ customerId }) => customerId !== undefined)?.customerId ?? null,
    aliases: persons.flatMap(({ ids }) => ids).filter((other) => other !== visitor),
    firstSeenAt: instant(seenAt),
    devices: [...new Set(uses.map(({ device }) => device))],
    crossDevice: isOnSeveralDevices(uses),
    ordersCount: allOrders.length,
    revenue: revenueOf(allOrders),
    sessions: told
      .map((session, index) =>
        journeySession(session, {
          previous: sessions[index + 1],
          orders: orders(session),
          revenue: revenueOf(orders(session)),
          events: events.of.get(session) ?? [],
        }),
      )
      .reverse(),
    truncated: events.truncated || hasMore || persons.some(({ truncated }) => truncated),
  };
};
