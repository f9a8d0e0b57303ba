import type { Ask } from '../api/createAsk.ts';
import { LOADING, type Loaded } from '../loaded.ts';
import { createStore, type ReadableStore } from '../store.ts';
import type { Product, ProductList } from '../wire.ts';

export interface Catalogue {
  readonly state: ReadableStore<Loaded<ProductList>>;
  /** Asks for the products; what is shown stays until they are there. */
  load(): Promise<void>;
  /** One product by itself: the shop counts that somebody looked at it. @throws ShopFault */
  product(id: string): Promise<{ readonly product: Product; readonly currency: string }>;
}

export const createCatalogue = ({ ask }: { readonly ask: Ask }): Catalogue => {
  const state = createStore<Loaded<ProductList>>(LOADING);
  return {
    state,
    load: async () => {
      try {
        state.set({ kind: 'ready', value: await ask<ProductList>('products') });
      } catch (error) {
        if (state.get().kind !== 'ready') state.set({ kind: 'failed', error });
      }
    },
    product: (id) => ask(`products/${encodeURIComponent(id)}`),
  };
};
