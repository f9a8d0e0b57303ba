import * as v from 'valibot';
import { shopOperation } from '../http/ShopOperation.ts';
import { productAnswer, productsAnswer } from '../wire/shopSchemas.ts';
import { STOREFRONT } from './paths.ts';

export const listProductsOperation = shopOperation({
  method: 'GET',
  path: `${STOREFRONT}/products`,
  id: 'shopProducts',
  summary: 'The shop’s products.',
  access: 'anyone',
  query: v.strictObject({ category: v.optional(v.string()) }),
  body: undefined,
  answer: productsAnswer,
});

export const productOperation = shopOperation({
  method: 'GET',
  path: `${STOREFRONT}/products/{id}`,
  id: 'shopProduct',
  summary: 'One product. Tracks `product_view`.',
  access: 'anyone',
  body: undefined,
  answer: productAnswer,
  faults: [404],
});
