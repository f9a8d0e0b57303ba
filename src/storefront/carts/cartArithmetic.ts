import type { CartItem } from '../../ports/Carts.ts';

/** Pieces of one product in a cart: more is no purchase of a household. */
export const MAX_QUANTITY = 99;
/** Products in a cart; an order's event must hold them all. */
export const MAX_PRODUCTS = 50;

export const quantityIn = (items: readonly CartItem[], productId: string): number =>
  items.find((item) => item.productId === productId)?.quantity ?? 0;

/** The items with so many pieces of a product: in its place, or behind the others; none of it where that is zero. */
export const withQuantity = (
  items: readonly CartItem[],
  { productId, quantity }: CartItem,
): readonly CartItem[] => {
  if (quantity === 0) return items.filter((item) => item.productId !== productId);
  if (quantityIn(items, productId) === 0) return [...items, { productId, quantity }];
  return items.map((item) => (item.productId === productId ? { productId, quantity } : item));
};

/**
 * Two carts of one person as one: pieces add up, to {@link MAX_QUANTITY} and to what there is of the product; but what a customer
 * had in the cart before stays there. What is over {@link MAX_PRODUCTS} is left out.
 */
export const mergedItems = (
  own: readonly CartItem[],
  added: readonly CartItem[],
  stockOf: (productId: string) => number,
): readonly CartItem[] =>
  added.reduce((items, { productId, quantity }) => {
    const before = quantityIn(items, productId);
    if (before === 0 && items.length >= MAX_PRODUCTS) return items;
    const most = Math.min(before + quantity, MAX_QUANTITY, stockOf(productId));
    return withQuantity(items, { productId, quantity: Math.max(before, most) });
  }, own);

/** What is in a cart beyond these items: it was put in after they were ordered, or came into another cart. */
export const itemsBeyond = (items: readonly CartItem[], these: readonly CartItem[]): readonly CartItem[] =>
  items.flatMap(({ productId, quantity }) => {
    const left = quantity - quantityIn(these, productId);
    return left > 0 ? [{ productId, quantity: left }] : [];
  });

/** In minor units; what has no price any more is not for sale, and counts nothing. */
export const cartValueOf = (
  items: readonly CartItem[],
  priceOf: (productId: string) => number | undefined,
): number => items.reduce((sum, { productId, quantity }) => sum + (priceOf(productId) ?? 0) * quantity, 0);
