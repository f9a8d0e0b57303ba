import { randomBytes } from 'node:crypto';
import type { CustomerId } from '../../domain/ids.ts';
import type { Site } from '../../domain/site.ts';
import type { Cart, CartItem, CartOwner, Carts, MergedCart } from '../../ports/Carts.ts';
import type { Catalogue } from '../../ports/Catalogue.ts';
import { ShopFault } from '../http/ShopFault.ts';
import { takenIn } from './takenIn.ts';

/** Of writers to one cart at once each round one gets through: more than a person's tabs. */
const MAX_TRIES = 50;
const TOKEN_BYTES = 16;
/** 128 bits in base64url. */
const TOKEN = /^[\w-]{22}$/;

/** What a cart becomes: other items; where it is done with, another id; where another came in, the note of it. */
export interface CartChange {
  readonly id?: string;
  readonly items: readonly CartItem[];
  readonly merged?: readonly MergedCart[];
}

export interface ChangedCart {
  readonly before: Cart | undefined;
  /** As it was, where nothing was to change. */
  readonly after: Cart | undefined;
}

/** Every method throws `RecordUnavailable` where the store does not answer. */
export interface CartKeeper {
  find(site: Site, owner: CartOwner): Promise<Cart | undefined>;
  /** The owner of the first of these tokens under which there is a cart: one that we did not make is nobody's. */
  anonymousOwner(site: Site, tokens: readonly string[]): Promise<CartOwner | undefined>;
  /** The owner of a cart that is not there yet. */
  newOwner(): CartOwner & { readonly kind: 'anonymous' };
  /**
   * Changes a cart, whoever changes it at the same time: the change is asked again of what is there then. One that was emptied is
   * done with; what comes into it next is another cart.
   */
  change(
    site: Site,
    owner: CartOwner,
    change: (cart: Cart | undefined) => CartChange | undefined,
  ): Promise<ChangedCart>;
  /**
   * Makes a browser's carts the customer's, once each, however often it is asked for and wherever it is killed; nothing is left under
   * their tokens.
   */
  merge(site: Site, tokens: readonly string[], customer: CustomerId): Promise<void>;
}

const isDone = (cart: Cart | undefined): boolean => cart === undefined || cart.items.length === 0;

const cartBusy = (): ShopFault =>
  new ShopFault({
    status: 409,
    code: 'cart_busy',
    message: 'The cart is being changed elsewhere. Please try again.',
  });

export const createCartKeeper = ({
  carts,
  catalogue,
  randomId,
}: {
  readonly carts: Carts;
  readonly catalogue: Pick<Catalogue, 'find'>;
  readonly randomId: () => string;
}): CartKeeper => {
  const change: CartKeeper['change'] = async (site, owner, wanted) => {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const before = await carts.find(site.id, owner);
      const next = wanted(before);
      if (next === undefined) return { before, after: before };
      const after: Cart = {
        id: next.id ?? (before === undefined || isDone(before) ? randomId() : before.id),
        version: (before?.version ?? 0) + 1,
        items: next.items,
        merged: next.merged ?? before?.merged ?? [],
      };
      if (await carts.save(site.id, owner, after)) return { before, after };
    }
    throw cartBusy();
  };

  const takeIn = async (site: Site, customer: CustomerId, cart: Cart): Promise<void> => {
    const products = await catalogue.find(
      site.id,
      cart.items.map(({ productId }) => productId),
    );
    const stock = new Map(products.map((product) => [product.id, product.stock]));
    await change(site, { kind: 'customer', customer }, (own) =>
      takenIn(own, cart, (productId) => stock.get(productId) ?? 0),
    );
  };

  const mergeOne = async (site: Site, token: string, customer: CustomerId): Promise<void> => {
    const owner: CartOwner = { kind: 'anonymous', token };
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const cart = await carts.find(site.id, owner);
      if (cart === undefined) return;
      if (!isDone(cart)) await takeIn(site, customer, cart);
      // Not where something was put in meanwhile: that is to come in too.
      if (await carts.remove(site.id, owner, cart)) return;
    }
    throw cartBusy();
  };

  const ours = (tokens: readonly string[]): readonly string[] => tokens.filter((token) => TOKEN.test(token));

  return {
    find: (site, owner) => carts.find(site.id, owner),
    anonymousOwner: async (site, tokens) => {
      for (const token of ours(tokens)) {
        const owner: CartOwner = { kind: 'anonymous', token };
        if ((await carts.find(site.id, owner)) !== undefined) return owner;
      }
      return undefined;
    },
    newOwner: () => ({ kind: 'anonymous', token: randomBytes(TOKEN_BYTES).toString('base64url') }),
    change,
    merge: async (site, tokens, customer) => {
      for (const token of ours(tokens)) await mergeOne(site, token, customer);
    },
  };
};
