import type { Product } from './wire.ts';

/** The demo's cart, for as long as the page lives. */
export interface Cart {
  add(product: Product): void;
  readonly items: readonly { readonly product: Product; readonly quantity: number }[];
  readonly quantity: number;
  /** In the currency's minor unit. */
  readonly valueMinor: number;
}

export const createCart = (onChange: () => void): Cart => {
  const quantities = new Map<Product, number>();
  const items = () => [...quantities].map(([product, quantity]) => ({ product, quantity }));
  return {
    add: (product) => {
      quantities.set(product, (quantities.get(product) ?? 0) + 1);
      onChange();
    },
    get items() {
      return items();
    },
    get quantity() {
      return items().reduce((sum, { quantity }) => sum + quantity, 0);
    },
    get valueMinor() {
      return items().reduce((sum, { product, quantity }) => sum + product.priceMinor * quantity, 0);
    },
  };
};
