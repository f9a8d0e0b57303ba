import { type DayRange, rangeOf } from '../../analytics/wire/rangeOf.ts';
import { ORDER_MEASURES } from '../../domain/metrics/measures.ts';
import type { OrderFact } from '../../domain/metrics/orderFact.ts';
import { ratioOf } from '../../domain/metrics/ratioOf.ts';
import type { JoinedBy, UnjoinedReason } from '../../domain/orders/shopOrder.ts';
import type { Site } from '../../domain/site.ts';
import { daySpan, daysOf } from '../../domain/time/localTime.ts';
import type { AggregationRecord } from '../../ports/AggregationRecord.ts';
import type { CoverageAnswer } from '../operations/coverageOperation.ts';
import { startTimeBudget } from '../visits/timeBudget.ts';

interface Counted {
  orders: number;
  revenue: number;
}

const counter = <Key>() => {
  const counted = new Map<Key, Counted>();
  return {
    add: (key: Key, revenue: number): void => {
      const before = counted.get(key) ?? { orders: 0, revenue: 0 };
      counted.set(key, { orders: before.orders + 1, revenue: before.revenue + revenue });
    },
    of: (key: Key): number => counted.get(key)?.orders ?? 0,
    total: (field: keyof Counted): number =>
      [...counted.values()].reduce((sum, { [field]: value }) => sum + value, 0),
    entries: (): [Key, Counted][] => [...counted],
  };
};

/** What nobody told the way of was ordered in a request of its own session; what has neither session nor reason, in none. */
const joinOf = ({ session, joinedBy = 'request', unjoined = 'session_unknown' }: OrderFact) =>
  session === undefined
    ? ({ joined: false, reason: unjoined } as const)
    : ({ joined: true, by: joinedBy } as const);

/**
 * How many of the orders placed in a range are of a session that is known, and why the others are not.
 * @param now epoch milliseconds
 * @throws RecordUnavailable; ApiFault 503 where it takes longer than anybody waits
 */
export const coverage = async (
  {
    record,
    site,
    now,
  }: {
    readonly record: Pick<AggregationRecord, 'ordersPlaced'>;
    readonly site: Site;
    readonly now: () => number;
  },
  range: DayRange,
): Promise<CoverageAnswer> => {
  const budget = startTimeBudget(now);
  const joined = counter<JoinedBy>();
  const unjoined = counter<UnjoinedReason>();
  for (const day of daysOf(range.from, range.to)) {
    budget.check();
    const { startMs, endMs } = daySpan(day, site.timezone);
    for (const order of await record.ordersPlaced(site.id, startMs, endMs)) {
      const revenue = ORDER_MEASURES.revenueMinor(order, site.currency);
      const join = joinOf(order);
      if (join.joined) joined.add(join.by, revenue);
      else unjoined.add(join.reason, revenue);
    }
  }
  const orders = joined.total('orders') + unjoined.total('orders');
  return {
    range: rangeOf(range),
    orders,
    joined: joined.total('orders'),
    joinedShare: ratioOf(joined.total('orders'), orders),
    by: { request: joined.of('request'), cookie: joined.of('cookie'), customer: joined.of('customer') },
    unjoined: unjoined
      .entries()
      .map(([reason, counted]) => ({ reason, ...counted }))
      .sort((a, b) => b.orders - a.orders || (a.reason < b.reason ? -1 : 1)),
    revenue: joined.total('revenue') + unjoined.total('revenue'),
    joinedRevenue: joined.total('revenue'),
  };
};
