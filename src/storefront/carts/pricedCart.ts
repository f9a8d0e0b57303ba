import type { Site } from '../../domain/site.ts';
import type { Cart } from '../../ports/Carts.ts';
import type { Catalogue, Product } from '../../ports/Catalogue.ts';
import type { CartView } from '../wire/shopSchemas.ts';
import { cartValueOf } from './cartArithmetic.ts';

/** A cart's pieces with their products as they are now; a product that is no longer sold is not among them. */
export interface PricedCart {
  readonly lines: readonly { readonly product: Product; readonly quantity: number }[];
  readonly totalMinor: number;
}

/** @throws RecordUnavailable */
export const pricedCart = async (
  catalogue: Pick<Catalogue, 'find'>,
  site: Site,
  cart: Cart | undefined,
): Promise<PricedCart> => {
  const items = cart?.items ?? [];
  if (items.length === 0) return { lines: [], totalMinor: 0 };
  const found = await catalogue.find(
    site.id,
    items.map(({ productId }) => productId),
  );
  const products = new Map(found.map((product) => [product.id, product]));
  const lines = items.flatMap(({ productId, quantity }) => {
    const product = products.get(productId);
    return product === undefined ? [] : [{ product, quantity }];
  });
  return { lines, totalMinor: cartValueOf(items, (productId) => products.get(productId)?.priceMinor) };
};

/** The cart as a page shows it. */
export const cartView = (
  site: Site,
  cart: Cart | undefined,
  { lines, totalMinor }: PricedCart,
): CartView => ({
  id: cart?.id ?? null,
  items: lines.map(({ product: { id, name, image, priceMinor, stock }, quantity }) => ({
    productId: id,
    name,
    image,
    priceMinor,
    quantity,
    stock,
  })),
  quantity: lines.reduce((sum, { quantity }) => sum + quantity, 0),
  totalMinor,
  currency: site.currency,
});
