import type { FoldedOrder, OrderFact } from '../domain/metrics/orderFact.ts';
import { foldedOrderOf } from '../domain/metrics/orderValues.ts';
import type { Correction } from '../domain/metrics/piece.ts';
import { localDateOf } from '../domain/time/localTime.ts';
import { sessionKey } from './sessionKey.ts';
import type { SiteRun } from './siteRun.ts';

const NOTHING: Pick<FoldedOrder, 'orders' | 'revenueMinor'> = { orders: 0, revenueMinor: 0 };

/** What a sealed day lacks of an order: its share now, less the one that is folded in the day's piece. */
const correctionOf = ({ site, nowMs }: SiteRun, order: OrderFact, now: FoldedOrder): Correction => {
  const folded = order.folded ?? NOTHING;
  return {
    day: localDateOf(order.placedAt, site.timezone),
    orderId: order.orderId,
    reason: order.folded === undefined ? 'late order' : 'refund',
    at: nowMs,
    delta: {
      orders: now.orders - folded.orders,
      revenueMinor: now.revenueMinor - folded.revenueMinor,
    },
    // Under which values it was counted then, whatever its session says now.
    values: (order.folded ?? now).values,
  };
};

/**
 * Corrections of orders that were placed on sealed days and changed since: each replaces the one before it.
 * @returns how many there were
 */
export const correctSealedOrders = async (run: SiteRun, orders: readonly OrderFact[]): Promise<number> => {
  const { record, store, site } = run;
  if (orders.length === 0) return 0;
  const unknown = orders.flatMap(({ folded, session }) =>
    folded === undefined && session !== undefined ? [session] : [],
  );
  const sessions = new Map(
    (await record.sessionsByRef(site.id, unknown)).map((session) => [sessionKey(session), session]),
  );
  const reckoned = orders.map((order) => {
    const session = order.session === undefined ? undefined : sessions.get(sessionKey(order.session));
    return correctionOf(run, order, foldedOrderOf(order, session, site.currency));
  });

  const days = reckoned.map(({ day }) => day).sort();
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) return 0;
  const there = new Map(
    (await store.corrections(site.id, from, to)).map((correction) => [
      `${correction.day} ${correction.orderId}`,
      correction.delta,
    ]),
  );
  const news = reckoned.filter(({ day, orderId, delta }) => {
    const before = there.get(`${day} ${orderId}`) ?? NOTHING;
    return before.orders !== delta.orders || before.revenueMinor !== delta.revenueMinor;
  });
  if (news.length === 0) return 0;
  // By what the store has it is known which are new: so that comes last.
  await record.saveCorrections(site.id, news);
  await store.putCorrections(site.id, news);
  return news.length;
};
