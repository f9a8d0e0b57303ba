import type { Product } from '../../ports/Catalogue.ts';
import { ShopFault } from '../http/ShopFault.ts';

/** There is less of a product than is wanted: 409, with how much there is. */
export const soldOut = ({ name, stock }: Pick<Product, 'name' | 'stock'>): ShopFault => {
  const message =
    stock === 0 ? `${name} is sold out.` : `Only ${stock} of ${name} ${stock === 1 ? 'is' : 'are'} left.`;
  return new ShopFault({ status: 409, code: 'sold_out', message, field: 'quantity' });
};

/** Nothing is in the cart that could be ordered. */
export const emptyCart = (): ShopFault =>
  new ShopFault({ status: 422, code: 'empty_cart', message: 'Your cart is empty.' });
