import * as v from 'valibot';
import { MAX_PRODUCTS } from '../carts/cartArithmetic.ts';
import { shopOperation } from '../http/ShopOperation.ts';
import { orderAnswer, ordersAnswer, productIdField, quantityField } from '../wire/shopSchemas.ts';
import { STOREFRONT } from './paths.ts';

const ORDERS = `${STOREFRONT}/orders`;
const TOTAL = 'must be a whole number of minor units from 0 on';

export const placeOrderOperation = shopOperation({
  method: 'POST',
  path: ORDERS,
  id: 'placeShopOrder',
  summary: 'Order what is in the cart. Tracks `order_completed`.',
  description:
    'A cart is ordered once, however often it is sent: again, the answer is 200 with the same order.',
  access: 'customer',
  body: v.object({
    totalMinor: v.optional(
      v.pipe(
        v.number(TOTAL),
        v.safeInteger(TOTAL),
        v.minValue(0, TOTAL),
        v.description(
          'What the customer was shown: where the order would come to something else, it is not placed.',
        ),
      ),
    ),
  }),
  answer: orderAnswer,
  statuses: [201, 200],
  faults: [401, 409, 422],
  idempotent: true,
});

export const listOrdersOperation = shopOperation({
  method: 'GET',
  path: ORDERS,
  id: 'shopOrders',
  summary: 'The customer’s orders, the newest first.',
  access: 'customer',
  body: undefined,
  answer: ordersAnswer,
  faults: [401],
});

export const orderOperation = shopOperation({
  method: 'GET',
  path: `${ORDERS}/{id}`,
  id: 'shopOrder',
  summary: 'One of the customer’s orders.',
  access: 'customer',
  body: undefined,
  answer: orderAnswer,
  faults: [401, 404],
});

const AMOUNT = 'must be a whole number of minor units from 1 on';
const ITEMS = `must be a list of 1 to ${MAX_PRODUCTS} products and their quantities`;

export const refundOrderOperation = shopOperation({
  method: 'POST',
  path: `${ORDERS}/{id}/refund`,
  id: 'refundShopOrder',
  summary:
    'Give an order back: all that is left of it, some pieces, or money alone. Tracks `order_refunded`.',
  description: 'The key is the refund’s id: the same one twice is one refund.',
  access: 'customer',
  body: v.object({
    items: v.optional(
      v.pipe(
        v.array(v.object({ productId: productIdField, quantity: quantityField }, ITEMS), ITEMS),
        v.minLength(1, ITEMS),
        v.maxLength(MAX_PRODUCTS, ITEMS),
      ),
    ),
    amountMinor: v.optional(v.pipe(v.number(AMOUNT), v.safeInteger(AMOUNT), v.minValue(1, AMOUNT))),
  }),
  answer: orderAnswer,
  faults: [401, 404, 409, 422],
  idempotent: true,
});
