import { UNKNOWN } from '../domain/metrics/dimensions.ts';
import { ORDER_MEASURES, SESSION_MEASURES } from '../domain/metrics/measures.ts';
import type { LiveFunnel, MinuteMetrics, NamedCount } from '../domain/metrics/minuteMetrics.ts';
import type { OrderFact } from '../domain/metrics/orderFact.ts';
import type { SessionFact } from '../domain/metrics/sessionFact.ts';
import type { LiveEvent } from '../ports/AggregationRecord.ts';
import { sessionKey } from './sessionKey.ts';

const MAX_LISTED = 50;

/** How often each name comes, most often first, and of as many by name. */
const counted = (names: readonly string[]): NamedCount[] =>
  [...Map.groupBy(names, (name) => name)]
    .map(([value, same]) => ({ value, count: same.length }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MAX_LISTED);

const sumOf = <T>(items: readonly T[], amountOf: (item: T) => number): number =>
  items.reduce((sum, item) => sum + amountOf(item), 0);

/** What happened in a minute. @param sessions those of its events, by {@link sessionKey}; events of others are left out */
export const happenedIn = ({
  minute,
  events,
  orders,
  sessions,
  currency,
}: {
  /** Epoch milliseconds. */
  readonly minute: number;
  readonly events: readonly LiveEvent[];
  readonly orders: readonly OrderFact[];
  readonly sessions: ReadonlyMap<string, SessionFact>;
  readonly currency: string;
}): MinuteMetrics => {
  const ofPeople = events.flatMap((event) => {
    const key = sessionKey({ id: event.session });
    const session = sessions.get(key);
    return session === undefined || session.botReasons !== undefined ? [] : [{ ...event, key, session }];
  });
  const seen = [...new Map(ofPeople.map(({ key, session }) => [key, session])).values()];
  const views = ofPeople.filter(({ type }) => type === 'page_view');
  return {
    minute,
    sessions: seen.length,
    pageViews: views.length,
    orders: sumOf(orders, () => ORDER_MEASURES.orders()),
    revenueMinor: sumOf(orders, (order) => ORDER_MEASURES.revenueMinor(order, currency)),
    events: counted(ofPeople.map(({ type }) => type)),
    pages: counted(views.flatMap(({ path }) => path ?? [])),
    channels: counted(seen.map(({ channel = UNKNOWN }) => channel)),
    devices: counted(seen.map(({ device = UNKNOWN }) => device)),
  };
};

/** How the sessions stand that were seen of late: how far each came, and which carts are open. Bots are in none of it. */
export const standingOf = (
  sessions: readonly SessionFact[],
): { readonly funnel: LiveFunnel; readonly openCarts: number; readonly openCartValueMinor: number } => {
  const people = sessions.filter(({ botReasons }) => botReasons === undefined);
  const open = people.filter(({ converted, cartValueMinor = 0 }) => !converted && cartValueMinor > 0);
  return {
    funnel: {
      sessions: people.length,
      product: sumOf(people, SESSION_MEASURES.reachedProduct),
      cart: sumOf(people, SESSION_MEASURES.reachedCart),
      checkout: sumOf(people, SESSION_MEASURES.reachedCheckout),
      order: sumOf(people, SESSION_MEASURES.convertedSessions),
    },
    openCarts: open.length,
    openCartValueMinor: sumOf(open, ({ cartValueMinor = 0 }) => cartValueMinor),
  };
};
