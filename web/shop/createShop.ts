import { type Account, createAccount } from './account/createAccount.ts';
import { createAsk } from './api/createAsk.ts';
import { createOnce } from './api/createOnce.ts';
import type { Send } from './api/send.ts';
import { type CartStore, createCart } from './cart/createCart.ts';
import { type Catalogue, createCatalogue } from './catalogue/createCatalogue.ts';
import { createOrders, type Orders } from './orders/createOrders.ts';

/** All that the pages ask of the shop's server. */
export interface Shop {
  readonly account: Account;
  readonly catalogue: Catalogue;
  readonly cart: CartStore;
  readonly orders: Orders;
  /** Once a page, after its first page view was told. */
  open(): void;
}

export interface ShopDependencies {
  readonly send: Send;
  /** The browser's. */
  readonly storage: Storage;
  /** The tab's. */
  readonly tabStorage: Storage;
  readonly randomId: () => string;
  readonly wait: (ms: number) => Promise<void>;
}

export const createShop = ({ send, storage, tabStorage, randomId, wait }: ShopDependencies): Shop => {
  const account = createAccount({ send, storage });
  const ask = createAsk({ send, account });
  const cart = createCart({ ask });
  return {
    account,
    cart,
    catalogue: createCatalogue({ ask }),
    orders: createOrders({ ask, once: createOnce({ ask, storage: tabStorage, randomId, wait }) }),
    open: () => {
      void account.restore().then(() => {
        // Whose cart it is changes with who is here.
        account.standing.subscribe(() => void cart.loadAnew());
        return cart.load();
      });
    },
  };
};
