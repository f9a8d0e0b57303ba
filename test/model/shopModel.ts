import { dayAt } from './calendar.ts';
import { type ModelSession, modelSession, tellsOrder } from './modelSession.ts';
import { inOrder, type ModelSite, type RawEvent } from './rawEvent.ts';

interface ModelOrder {
  readonly day: string;
  readonly revenue: number;
  readonly values: { readonly [dimension: string]: string };
}

/** The full set of numbers of some sessions and orders. */
export type ModelNumbers = { readonly [name: string]: number };

/** Sums that every set of numbers has, of sessions. */
const SUMS = [
  'totalVisits',
  'newSessions',
  'pageViews',
  'durationMs',
  'engagedMs',
  'bounces',
  'productSessions',
  'cartSessions',
  'checkoutSessions',
  'convertedSessions',
  'reachedProduct',
  'reachedCart',
  'reachedCheckout',
] as const;

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

/** Whom each former visitor's sessions count for: the first login tells. */
const aliases = (events: readonly RawEvent[]): Map<string, string> => {
  const known = new Map<string, string>();
  const logins = events
    .filter((e) => e.type === 'customer_login' && e.source === 'server' && e.formerVisitor !== undefined)
    .sort((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1));
  for (const { formerVisitor, visitor } of logins) {
    if (formerVisitor !== undefined && formerVisitor !== visitor && !known.has(formerVisitor)) {
      known.set(formerVisitor, visitor);
    }
  }
  return known;
};

/**
 * A shop's numbers reckoned the slow and plain way: from all raw events, by the design's words, with no piece, bitmap or
 * cache. What Footfall shows must be equal to it.
 */
export const shopModel = (site: ModelSite, exported: readonly RawEvent[]) => {
  const events = exported.filter((event) => event.site === site.id);
  const sessions = [...groupBy(events, (e) => `${e.browser} ${e.session}`).values()].map((told) =>
    modelSession(told, site),
  );
  const people = sessions.filter(({ bot }) => bot === undefined);
  const alias = aliases(events);
  const personOf = ({ visitor }: ModelSession): string => alias.get(visitor) ?? visitor;

  const firstSession = new Map<string, ModelSession>();
  for (const session of people) {
    const person = personOf(session);
    const first = firstSession.get(person);
    const earlier =
      first === undefined ||
      session.startedAt < first.startedAt ||
      (session.startedAt === first.startedAt && session.id < first.id);
    if (earlier) firstSession.set(person, session);
  }

  const believed = inOrder([...new Map(events.map((e) => [e.id, e])).values()]).filter(
    (e) => e.source === 'server',
  );
  const refunds = groupBy(
    [
      ...groupBy(
        believed.filter((e) => e.type === 'order_refunded'),
        (e) => `${e.properties?.orderId} ${e.properties?.refundId}`,
      ).values(),
    ].flatMap(([first]) => first ?? []),
    (e) => String(e.properties?.orderId),
  );
  const orders = [...groupBy(believed.filter(tellsOrder), (e) => String(e.properties?.orderId)).values()]
    .flatMap(([first]) => first ?? [])
    .map((placed): ModelOrder => {
      const amount = Number(placed.properties?.amountMinor);
      const refunded = (refunds.get(String(placed.properties?.orderId)) ?? []).reduce(
        (sum, refund) => sum + Number(refund.properties?.amountMinor),
        0,
      );
      const session = sessions.find((s) => s.id === placed.session && s.browser === placed.browser);
      return {
        day: dayAt(placed.occurredAt, site.timezone),
        revenue: placed.properties?.currency === site.currency ? amount - Math.min(amount, refunded) : 0,
        values: session?.values ?? {},
      };
    });

  const startedIn =
    (from: string, to: string) =>
    ({ startedAt }: ModelSession): boolean => {
      const day = dayAt(startedAt, site.timezone);
      return day >= from && day <= to;
    };

  const numbersOf = (from: string, to: string, dimension?: string, value?: string): ModelNumbers => {
    const counts = (values: { readonly [name: string]: string }): boolean =>
      dimension === undefined || values[dimension] === value;
    const some = people.filter(startedIn(from, to)).filter(({ values }) => counts(values));
    const placed = orders.filter(({ day, values }) => day >= from && day <= to && counts(values));
    const unique = new Set(some.map(personOf));
    const newcomers = new Set(some.filter((s) => firstSession.get(personOf(s)) === s).map(personOf));
    return {
      ...Object.fromEntries(
        SUMS.map((name) => [name, some.reduce((sum, { numbers }) => sum + (numbers[name] ?? 0), 0)]),
      ),
      uniqueVisits: unique.size,
      newVisitors: newcomers.size,
      returningVisitors: unique.size - newcomers.size,
      orders: placed.length,
      revenue: placed.reduce((sum, { revenue }) => sum + revenue, 0),
    };
  };

  return {
    /** The numbers of a range of days, both included; of one dimension value where it is named. */
    numbersOf,
    /** Each value of a dimension that a session or an order of the range has. */
    valuesOf: (from: string, to: string, dimension: string): string[] => {
      const ofSessions = people.filter(startedIn(from, to)).map(({ values }) => values[dimension] ?? '');
      const ofOrders = orders
        .filter(({ day }) => day >= from && day <= to)
        .map(({ values }) => values[dimension] ?? '');
      return [...new Set([...ofSessions, ...ofOrders])].sort();
    },
    /** Bot sessions and hits of a range, by reason. */
    botsOf: (from: string, to: string) => {
      const bots = sessions.filter(({ bot }) => bot !== undefined).filter(startedIn(from, to));
      const reasons: { [reason: string]: { sessions: number; hits: number } } = {};
      for (const { bot = [], hits } of bots) {
        for (const reason of bot) {
          const before = reasons[reason] ?? { sessions: 0, hits: 0 };
          reasons[reason] = { sessions: before.sessions + 1, hits: before.hits + hits };
        }
      }
      return { sessions: bots.length, hits: bots.reduce((sum, { hits }) => sum + hits, 0), reasons };
    },
    /** Of the visitors whose first session lies in the first range: how many had a session in the second. */
    returnedOf: (cohort: readonly [string, string], later: readonly [string, string]): number => {
      const then = new Set(people.filter(startedIn(...later)).map(personOf));
      return [...firstSession]
        .filter(([, first]) => startedIn(...cohort)(first))
        .filter(([person]) => then.has(person)).length;
    },
  };
};
