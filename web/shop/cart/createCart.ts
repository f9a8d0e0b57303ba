import type { Ask } from '../api/createAsk.ts';
import { LOADING, type Loaded } from '../loaded.ts';
import { createStore, type ReadableStore } from '../store.ts';
import type { Cart } from '../wire.ts';

export interface CartStore {
  readonly state: ReadableStore<Loaded<Cart>>;
  load(): Promise<void>;
  /** Whose cart it is has changed. */
  loadAnew(): Promise<void>;
  /** Resolves when the changes so far are done. */
  settled(): Promise<unknown>;
  /** @throws ShopFault, and the cart is as it was */
  add(productId: string, quantity: number): Promise<void>;
  /** @param quantity 0 removes it */
  setQuantity(productId: string, quantity: number): Promise<void>;
}

/** The cart as the shop has it. Changes go one after the other, so that the answer to the last one is the cart. */
export const createCart = ({ ask }: { readonly ask: Ask }): CartStore => {
  const state = createStore<Loaded<Cart>>(LOADING);
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = (change: () => Promise<{ readonly cart: Cart }>): Promise<void> => {
    const done = last.then(change).then(({ cart }) => state.set({ kind: 'ready', value: cart }));
    last = done.catch(() => undefined);
    return done;
  };

  const load = (): Promise<void> =>
    inTurn(() => ask('cart')).catch((error: unknown) => {
      if (state.get().kind !== 'ready') state.set({ kind: 'failed', error });
    });

  return {
    state,
    load,
    loadAnew: () => {
      state.set(LOADING);
      return load();
    },
    settled: () => last,
    add: (productId, quantity) =>
      inTurn(() => ask('cart/items', { method: 'POST', body: { productId, quantity } })),
    setQuantity: (productId, quantity) =>
      inTurn(() =>
        quantity === 0
          ? ask(`cart/items/${encodeURIComponent(productId)}`, { method: 'DELETE' })
          : ask(`cart/items/${encodeURIComponent(productId)}`, { method: 'PATCH', body: { quantity } }),
      ),
  };
};
