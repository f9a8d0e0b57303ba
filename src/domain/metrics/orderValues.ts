import { DIMENSION_VALUES, DIMENSIONS, type Dimension } from './dimensions.ts';
import { ORDER_MEASURES } from './measures.ts';
import type { FoldedOrder, OrderFact } from './orderFact.ts';
import type { SessionFact } from './sessionFact.ts';

/** Dimension values are read of what a session may lack, never of what it must have. */
const NO_SESSION = {} as SessionFact;

/**
 * Under which value of a dimension a session is counted, and an order placed in it. Half a surrogate pair is replaced, since
 * no UTF-8 can hold it: else two values would become one in the store.
 */
export const dimensionValueOf = (dimension: Dimension, session: SessionFact | undefined): string =>
  DIMENSION_VALUES[dimension](session ?? NO_SESSION).toWellFormed();

/**
 * Under which value of a dimension an order is counted: its session's. One whose session was erased stays where it was counted.
 * @param session in which it was placed
 */
export const orderValueOf = (
  dimension: Dimension,
  order: OrderFact,
  session: SessionFact | undefined,
): string => {
  const kept = order.unjoined === 'erased' ? order.folded?.values[dimension] : undefined;
  return kept ?? dimensionValueOf(dimension, session);
};

/**
 * An order's share in the metrics of the hour in which it was placed. It is the shop's, so it counts whether or not its
 * session is known, and a bot's too.
 * @param session in which it was placed
 * @param currency the site's; in another one an order adds no revenue
 */
export const foldedOrderOf = (
  order: OrderFact,
  session: SessionFact | undefined,
  currency: string,
): FoldedOrder => ({
  orders: ORDER_MEASURES.orders(),
  revenueMinor: ORDER_MEASURES.revenueMinor(order, currency),
  values: Object.fromEntries(
    DIMENSIONS.map((dimension) => [dimension, orderValueOf(dimension, order, session)]),
  ),
});
