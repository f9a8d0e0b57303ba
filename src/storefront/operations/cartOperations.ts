import * as v from 'valibot';
import { shopOperation } from '../http/ShopOperation.ts';
import { cartAnswer, productIdField, quantityField } from '../wire/shopSchemas.ts';
import { STOREFRONT } from './paths.ts';

const ITEM = `${STOREFRONT}/cart/items/{productId}`;

export const cartOperation = shopOperation({
  method: 'GET',
  path: `${STOREFRONT}/cart`,
  id: 'shopCart',
  summary: 'The cart: the customer’s on all devices, or that of a browser which nobody has logged in on.',
  access: 'shopper',
  body: undefined,
  answer: cartAnswer,
  faults: [401],
});

export const addItemOperation = shopOperation({
  method: 'POST',
  path: `${STOREFRONT}/cart/items`,
  id: 'addShopCartItem',
  summary: 'Put pieces of a product into the cart. Tracks `add_to_cart`.',
  access: 'shopper',
  body: v.object({ productId: productIdField, quantity: quantityField }),
  answer: cartAnswer,
  statuses: [201],
  faults: [401, 404, 409, 422],
});

export const setItemOperation = shopOperation({
  method: 'PATCH',
  path: ITEM,
  id: 'setShopCartItem',
  summary: 'Set how many pieces of a product are in the cart. Tracks `add_to_cart` or `remove_from_cart`.',
  access: 'shopper',
  body: v.object({ quantity: quantityField }),
  answer: cartAnswer,
  faults: [401, 404, 409],
});

export const removeItemOperation = shopOperation({
  method: 'DELETE',
  path: ITEM,
  id: 'removeShopCartItem',
  summary: 'Take a product out of the cart. Tracks `remove_from_cart`.',
  access: 'shopper',
  body: undefined,
  answer: cartAnswer,
  faults: [401],
});

export const checkoutOperation = shopOperation({
  method: 'POST',
  path: `${STOREFRONT}/checkout`,
  id: 'shopCheckout',
  summary: 'The cart as it will be ordered. Tracks `checkout_started`.',
  access: 'customer',
  body: v.object({}),
  answer: cartAnswer,
  faults: [401, 409, 422],
});
