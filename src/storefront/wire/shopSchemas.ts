import * as v from 'valibot';
import { MAX_QUANTITY } from '../carts/cartArithmetic.ts';

/** In minor units of the site's currency. */
const minor = v.pipe(v.number(), v.integer(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** ISO 4217. */
const currency = v.string();
/** ISO 8601, UTC. */
const instant = v.string();

export const productSchema = v.object({
  id: v.string(),
  name: v.string(),
  description: v.string(),
  category: v.string(),
  priceMinor: minor,
  stock: count,
  image: v.pipe(v.string(), v.description('Path of its picture.')),
});

export const productsAnswer = v.object({ products: v.array(productSchema), currency });
export const productAnswer = v.object({ product: productSchema, currency });

export const cartSchema = v.object({
  id: v.pipe(
    v.nullable(v.string()),
    v.description('Another one after each order; null where there is none yet.'),
  ),
  items: v.array(
    v.object({
      productId: v.string(),
      name: v.string(),
      image: v.string(),
      priceMinor: minor,
      quantity: count,
      stock: count,
    }),
  ),
  quantity: count,
  totalMinor: minor,
  currency,
});
export type CartView = v.InferOutput<typeof cartSchema>;
export const cartAnswer = v.object({ cart: cartSchema });

export const customerAnswer = v.object({
  customer: v.object({ id: v.string(), email: v.string(), name: v.string() }),
  accessToken: v.string(),
  expiresAt: v.pipe(instant, v.description('When the access token ends; `POST auth/refresh` gives another.')),
});

export const orderSchema = v.object({
  id: v.string(),
  placedAt: instant,
  items: v.array(v.object({ productId: v.string(), name: v.string(), quantity: count, priceMinor: minor })),
  amountMinor: minor,
  currency,
  refundedMinor: minor,
  status: v.picklist(['placed', 'partly_refunded', 'refunded']),
  refunds: v.array(v.object({ id: v.string(), amountMinor: minor, at: instant })),
});
export type OrderView = v.InferOutput<typeof orderSchema>;
export const orderAnswer = v.object({ order: orderSchema });
export const ordersAnswer = v.object({ orders: v.array(orderSchema) });

const PRODUCT_ID = 'must be the id of a product';
export const productIdField = v.pipe(
  v.string(PRODUCT_ID),
  v.minLength(1, PRODUCT_ID),
  v.maxLength(100, PRODUCT_ID),
);

const QUANTITY = `must be a whole number from 1 to ${MAX_QUANTITY}`;
export const quantityField = v.pipe(
  v.number(QUANTITY),
  v.integer(QUANTITY),
  v.minValue(1, QUANTITY),
  v.maxValue(MAX_QUANTITY, QUANTITY),
);
