import { createHash } from 'node:crypto';
import type { CustomerId } from '../../domain/ids.ts';
import type { OrderSession, ShopOrder } from '../../domain/orders/shopOrder.ts';
import type { Site } from '../../domain/site.ts';
import type { Orders } from '../../orders/Orders.ts';
import type { Cart, CartOwner } from '../../ports/Carts.ts';
import type { Catalogue } from '../../ports/Catalogue.ts';
import type { OrderBook } from '../../ports/OrderBook.ts';
import { itemsBeyond } from '../carts/cartArithmetic.ts';
import type { CartKeeper } from '../carts/createCartKeeper.ts';
import { pricedCart } from '../carts/pricedCart.ts';
import { ShopFault } from '../http/ShopFault.ts';
import { emptyCart, soldOut } from './soldOut.ts';

const ORDER_ID_LENGTH = 20;

/** One cart, one order: however often and from how many tabs it is sent. */
const orderIdOf = (site: Site, customer: CustomerId, { id }: Cart): string =>
  createHash('sha256').update(`${site.id}:${customer}:${id}`).digest('hex').slice(0, ORDER_ID_LENGTH);

const priceChanged = (): ShopFault =>
  new ShopFault({
    status: 409,
    code: 'price_changed',
    message: 'A price has changed since you looked. Nothing is ordered yet: please look at the new total.',
    field: 'totalMinor',
  });

export interface PlacedOrder {
  readonly order: ShopOrder;
  /** Whether it had been placed before. */
  readonly repeated: boolean;
}

/**
 * Orders what is in a customer's cart, at the prices of now. What was put into the cart meanwhile stays in it.
 * @throws ShopFault 422 where the cart is empty, 409 where there is less of a product or it comes to another total;
 *   RecordUnavailable
 */
export type PlaceOrder = (order: {
  readonly site: Site;
  readonly customer: CustomerId;
  readonly idempotencyKey: string;
  /** The total that the customer was shown, in minor units; undefined: whatever it comes to. */
  readonly shownMinor: number | undefined;
  readonly session: OrderSession | undefined;
}) => Promise<PlacedOrder>;

export const createPlaceOrder =
  ({
    orders,
    book,
    keeper,
    catalogue,
    randomId,
  }: {
    readonly orders: Pick<Orders, 'place'>;
    readonly book: Pick<OrderBook, 'find' | 'findByKey'>;
    readonly keeper: CartKeeper;
    readonly catalogue: Pick<Catalogue, 'find'>;
    readonly randomId: () => string;
  }): PlaceOrder =>
  async ({ site, customer, idempotencyKey, shownMinor, session }) => {
    const owner: CartOwner = { kind: 'customer', customer };

    const placedBefore = async (): Promise<PlacedOrder | undefined> => {
      const order = await book.findByKey(site.id, customer, idempotencyKey);
      if (order?.state !== 'placed') return undefined;
      await takeOut(order);
      return { order, repeated: true };
    };

    /** The cart that an order is of ends with it; one that is another by now is left alone. */
    const takeOut = async ({ orderId, items }: ShopOrder): Promise<void> => {
      await keeper.change(site, owner, (cart) =>
        cart !== undefined && orderIdOf(site, customer, cart) === orderId
          ? { id: randomId(), items: itemsBeyond(cart.items, items) }
          : undefined,
      );
    };

    const before = await placedBefore();
    if (before !== undefined) return before;

    const cart = await keeper.find(site, owner);
    const { lines, totalMinor } = await pricedCart(catalogue, site, cart);
    if (cart === undefined || lines.length === 0) {
      // Sent twice at once: the other one may have emptied the cart between the two looks.
      const meanwhile = await placedBefore();
      if (meanwhile !== undefined) return meanwhile;
      throw emptyCart();
    }
    const orderId = orderIdOf(site, customer, cart);
    if (shownMinor !== undefined && shownMinor !== totalMinor) {
      // One that was begun goes on as it was, at the prices of then.
      const begun =
        (await book.findByKey(site.id, customer, idempotencyKey)) ?? (await book.find(site.id, orderId));
      if (begun === undefined || begun.state === 'refused' || begun.amountMinor !== shownMinor)
        throw priceChanged();
    }
    const placed = await orders.place({
      site,
      orderId,
      customer,
      idempotencyKey,
      items: lines.map(({ product: { id, name, priceMinor }, quantity }) => ({
        productId: id,
        name,
        quantity,
        priceMinor,
      })),
      session,
    });
    if (placed.ok) {
      await takeOut(placed.order);
      return { order: placed.order, repeated: placed.repeated };
    }
    const short = lines.find(({ product }) => product.id === placed.productId);
    throw soldOut({ name: short?.product.name ?? placed.productId, stock: placed.available });
  };
