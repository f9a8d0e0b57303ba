import type { OrderFact } from './orderFact.ts';
import type { SessionFact } from './sessionFact.ts';

const flag = (holds: boolean): number => (holds ? 1 : 0);

const reachedCheckout = (session: SessionFact): boolean => session.checkoutStarted || session.converted;
const reachedCart = (session: SessionFact): boolean => session.cartAdds > 0 || reachedCheckout(session);
const reachedProduct = (session: SessionFact): boolean => session.productViews > 0 || reachedCart(session);

/**
 * What one session adds to each number of its hour (design, section 1). Numerators and denominators only: every ratio is made
 * when it is read. A step of the funnel counts as reached where it or a later one was, so that no step is larger than the
 * one before. Adding a measure means one entry here.
 */
export const SESSION_MEASURES = {
  totalVisits: () => 1,
  newSessions: ({ newBrowser }) => flag(newBrowser),
  pageViews: ({ pageViews }) => pageViews,
  durationMs: ({ durationMs }) => durationMs,
  engagedMs: ({ engagedMs }) => engagedMs,
  bounces: ({ bounce }) => flag(bounce),
  productSessions: ({ productViews }) => flag(productViews > 0),
  cartSessions: ({ cartAdds }) => flag(cartAdds > 0),
  checkoutSessions: ({ checkoutStarted }) => flag(checkoutStarted),
  convertedSessions: ({ converted }) => flag(converted),
  reachedProduct: (session) => flag(reachedProduct(session)),
  reachedCart: (session) => flag(reachedCart(session)),
  reachedCheckout: (session) => flag(reachedCheckout(session)),
} as const satisfies { readonly [name: string]: (session: SessionFact) => number };

/** What one order adds to the numbers of the hour in which it was placed. Revenue is of the site's currency only. */
export const ORDER_MEASURES = {
  orders: () => 1,
  revenueMinor: (order, currency) =>
    order.currency === currency ? order.amountMinor - order.refundedMinor : 0,
} as const satisfies { readonly [name: string]: (order: OrderFact, currency: string) => number };

export type SessionMeasure = keyof typeof SESSION_MEASURES;
export type OrderMeasure = keyof typeof ORDER_MEASURES;
export type Measure = SessionMeasure | OrderMeasure;

/** Every measure, in the order of a row's counters. Stored rows name theirs, so that this order may change. */
export const MEASURES: readonly Measure[] = [
  ...(Object.keys(SESSION_MEASURES) as SessionMeasure[]),
  ...(Object.keys(ORDER_MEASURES) as OrderMeasure[]),
];

/** Where a measure stands among a row's counters. */
export const MEASURE_INDEX = Object.fromEntries(MEASURES.map((name, index) => [name, index])) as {
  readonly [name in Measure]: number;
};
