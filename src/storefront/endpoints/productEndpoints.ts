import type { Catalogue } from '../../ports/Catalogue.ts';
import { type ShopEndpoint, shopEndpoint } from '../http/ShopEndpoint.ts';
import { ShopFault } from '../http/ShopFault.ts';
import { listProductsOperation, productOperation } from '../operations/productOperations.ts';

export const unknownProduct = (): ShopFault =>
  new ShopFault({
    status: 404,
    code: 'unknown_product',
    message: 'There is no such product.',
    field: 'productId',
  });

/** What the shop sells. */
export const productEndpoints = (
  catalogue: Pick<Catalogue, 'products' | 'find'>,
): readonly ShopEndpoint[] => [
  shopEndpoint(listProductsOperation, async ({ site, query: { category } }) => {
    const products = await catalogue.products(site.id);
    return {
      value: {
        products: products.filter((product) => category === undefined || product.category === category),
        currency: site.currency,
      },
    };
  }),

  shopEndpoint(productOperation, async ({ site, params: { id = '' }, event }) => {
    const [product] = await catalogue.find(site.id, [id]);
    if (product === undefined) throw unknownProduct();
    event.track?.('product_view', { productId: product.id, priceMinor: product.priceMinor });
    return { value: { product, currency: site.currency } };
  }),
];
