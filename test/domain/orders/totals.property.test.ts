import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addedCustomerTotals,
  customerTotals,
  productTotals,
} from '../../../src/domain/orders/orderTotals.ts';
import { refundOutcome } from '../../../src/domain/orders/refunds.ts';
import type { ShopOrder } from '../../../src/domain/orders/shopOrder.ts';
import { ANNA, item, shopOrder } from '../../orders/orderFixtures.ts';
import { NOON } from '../../support/testShop.ts';

const PRODUCTS = ['boots', 'socks'] as const;
const PRICES = { boots: 900, socks: 250 } as const;

const wantedRefund = fc.record({
  refundId: fc.constantFrom('r1', 'r2', 'r3'),
  amountMinor: fc.nat({ max: 4_000 }),
  at: fc.nat({ max: 1_000 }).map((ms) => NOON + ms),
  items: fc.array(
    fc.record({ productId: fc.constantFrom(...PRODUCTS), quantity: fc.integer({ min: 1, max: 3 }) }),
    { maxLength: 2 },
  ),
});

/** An order with as many of the refunds as the rule lets it have. */
const refundedOrder: fc.Arbitrary<ShopOrder> = fc
  .record({
    items: fc.array(fc.tuple(fc.constantFrom(...PRODUCTS), fc.integer({ min: 1, max: 3 })), {
      minLength: 1,
      maxLength: 3,
    }),
    placedAt: fc.nat({ max: 1_000 }).map((ms) => NOON + ms),
    wanted: fc.array(wantedRefund, { maxLength: 4 }),
  })
  .map(({ items, placedAt, wanted }) => {
    const listed = items.map(([id, quantity]) => item(id, quantity, PRICES[id]));
    const amountMinor = listed.reduce((sum, { quantity, priceMinor }) => sum + quantity * priceMinor, 0);
    let order = shopOrder('o1', { items: listed, amountMinor, placedAt, state: 'placed' });
    for (const refund of wanted) {
      if (refundOutcome(order, refund) !== 'added') continue;
      order = { ...order, refunds: [...order.refunds, refund] };
    }
    return order;
  });

const returned = ({ refunds }: ShopOrder): number =>
  refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

describe('refunds', () => {
  it('never exceed their order, in money or in pieces, and are each there once', () => {
    fc.assert(
      fc.property(refundedOrder, (order) => {
        expect(returned(order)).toBeLessThanOrEqual(order.amountMinor);
        const ids = order.refunds.map(({ refundId }) => refundId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of PRODUCTS) {
          const count = (items: readonly { productId: string; quantity: number }[]) =>
            items.reduce((sum, one) => sum + (one.productId === id ? one.quantity : 0), 0);
          expect(count(order.refunds.flatMap(({ items }) => items))).toBeLessThanOrEqual(count(order.items));
        }
      }),
    );
  });
});

describe('totals', () => {
  it('of a customer are what was paid and not given back, in whatever order the orders come', () => {
    fc.assert(
      fc.property(fc.array(refundedOrder, { maxLength: 5 }), (orders) => {
        const totals = customerTotals(ANNA, orders);
        expect(totals.totalSpentMinor).toBe(
          orders.reduce((sum, order) => sum + order.amountMinor - returned(order), 0),
        );
        const kept = orders.filter((order) => returned(order) < order.amountMinor);
        expect(totals.totalOrders).toBe(kept.length);
        expect(totals.lastOrderAt).toBe(
          kept
            .map(({ placedAt }) => placedAt)
            .sort()
            .at(-1),
        );
        expect(customerTotals(ANNA, orders.toReversed())).toEqual(totals);
        const days = [orders.slice(0, 2), orders.slice(2)].map((some) => customerTotals(ANNA, some));
        expect(addedCustomerTotals(ANNA, days)).toEqual(totals);
      }),
    );
  });

  it('of products are never below zero, grow in what they saw, and in price equal their pieces', () => {
    fc.assert(
      fc.property(fc.array(refundedOrder, { minLength: 1, maxLength: 5 }), (orders) => {
        for (const id of PRODUCTS) {
          const totals = productTotals(id, orders);
          expect(totals.totalSales).toBeGreaterThanOrEqual(0);
          expect(totals.totalRevenueMinor).toBe(totals.totalSales * PRICES[id]);
          expect(productTotals(id, orders.slice(1)).seen).toBeLessThan(totals.seen);
        }
      }),
    );
  });

  it('of a product listed at two prices, the dearer piece comes back first', () => {
    const order = shopOrder('o1', {
      items: [item('boots', 1, 500), item('boots', 2, 300)],
      amountMinor: 1_100,
      refunds: [{ refundId: 'r', amountMinor: 500, at: NOON, items: [{ productId: 'boots', quantity: 1 }] }],
    });
    expect(productTotals('boots', [order])).toMatchObject({ totalSales: 2, totalRevenueMinor: 600 });
  });
});

describe('a gift', () => {
  const bought = shopOrder('o1', {
    items: [item('boots', 1, 900), item('socks', 2, 0)],
    amountMinor: 900,
    state: 'placed',
  });
  const refund = (refundId: string, amountMinor: number, pieces: { [productId: string]: number } = {}) => ({
    refundId,
    amountMinor,
    at: NOON,
    items: Object.entries(pieces).map(([productId, quantity]) => ({ productId, quantity })),
  });
  const sold = (order: ShopOrder) => PRODUCTS.map((id) => productTotals(id, [order]).totalSales);

  it('is kept where the money for the rest is given back, until it comes back as a piece', () => {
    const paidBack = { ...bought, refunds: [refund('r1', 900)] };
    expect(sold(paidBack)).toEqual([0, 2]);
    expect(refundOutcome(paidBack, refund('r2', 0, { socks: 1 }))).toBe('added');
    expect(sold({ ...paidBack, refunds: [...paidBack.refunds, refund('r2', 0, { socks: 1 })] })).toEqual([
      0, 1,
    ]);
    expect(customerTotals(ANNA, [paidBack])).toMatchObject({ totalOrders: 0, totalSpentMinor: 0 });
  });

  it('is an order like others where it is alone, until all its pieces are back', () => {
    const free = { ...bought, items: [item('socks', 2, 0)], amountMinor: 0 };
    const refunded = (...refunds: ShopOrder['refunds']) => ({ ...free, refunds });
    const counted = (order: ShopOrder) => [customerTotals(ANNA, [order]).totalOrders, sold(order)[1]];
    expect(counted(free)).toEqual([1, 2]);
    expect(counted(refunded(refund('r1', 0, { socks: 1 })))).toEqual([1, 1]);
    expect(counted(refunded(refund('r1', 0, { socks: 2 })))).toEqual([0, 0]);
  });
});
