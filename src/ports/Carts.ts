import type { CustomerId, SiteId } from '../domain/ids.ts';

/** Whose cart it is: a customer's on all devices, or that of a browser which nobody has logged in on. */
export type CartOwner =
  | { readonly kind: 'customer'; readonly customer: CustomerId }
  | { readonly kind: 'anonymous'; readonly token: string };

export interface CartItem {
  readonly productId: string;
  readonly quantity: number;
}

/** A browser's cart that came into a customer's. */
export interface MergedCart {
  readonly id: string;
  /** The one that came in last. */
  readonly version: number;
  /** All that came in of it. */
  readonly items: readonly CartItem[];
}

/** How long a browser's cart is kept after its last change. */
export const ANONYMOUS_CART_KEPT_S = 30 * 24 * 60 * 60;

export interface Cart {
  /** Another one after each order: an order is made of it, so that one cart is ordered once. */
  readonly id: string;
  /** Raised by each change. */
  readonly version: number;
  readonly items: readonly CartItem[];
  /** Of a customer's: browsers' carts that came into it, the latest last. */
  readonly merged: readonly MergedCart[];
}

/** Every method throws `RecordUnavailable`, with its cause, where the store does not answer. */
export interface Carts {
  find(site: SiteId, owner: CartOwner): Promise<Cart | undefined>;
  /**
   * Stores a cart where the stored one has the version before (none: version 1).
   * @returns whether it had; if not, read it again
   */
  save(site: SiteId, owner: CartOwner, cart: Cart): Promise<boolean>;
  /**
   * Removes a cart, if it is still that one and nobody has changed it since.
   * @returns whether it was
   */
  remove(site: SiteId, owner: CartOwner, cart: Pick<Cart, 'id' | 'version'>): Promise<boolean>;
}
