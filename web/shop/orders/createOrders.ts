import type { Ask } from '../api/createAsk.ts';
import type { Once } from '../api/createOnce.ts';
import type { Cart, Order } from '../wire.ts';

/** What is returned: some pieces, or all that is left of the order. */
export type Returned =
  | { readonly items: readonly { productId: string; quantity: number }[] }
  | Record<never, never>;

/** Every method throws `ShopFault`. */
export interface Orders {
  /** The cart as it would be ordered. */
  checkout(): Promise<Cart>;
  /** Orders a cart, once, at the total that it was shown with; `price_changed` where it comes to another by now. */
  place(cart: Cart): Promise<Order>;
  list(): Promise<readonly Order[]>;
  find(id: string): Promise<Order>;
  /** Refunds once; the same pieces again later are another refund. */
  refund(order: Order, returned: Returned): Promise<Order>;
}

export const createOrders = ({ ask, once }: { readonly ask: Ask; readonly once: Once }): Orders => {
  const path = (id: string) => `orders/${encodeURIComponent(id)}`;
  return {
    checkout: async () => (await ask<{ cart: Cart }>('checkout', { method: 'POST', body: {} })).cart,
    place: async ({ id, totalMinor }) =>
      (await once<{ order: Order }>(`order:${id}`, 'orders', { totalMinor })).order,
    list: async () => (await ask<{ orders: readonly Order[] }>('orders')).orders,
    find: async (id) => (await ask<{ order: Order }>(path(id))).order,
    refund: async ({ id, refundedMinor }, returned) => {
      const attempt = `refund:${id}:${refundedMinor}:${JSON.stringify(returned)}`;
      return (await once<{ order: Order }>(attempt, `${path(id)}/refund`, returned)).order;
    },
  };
};
