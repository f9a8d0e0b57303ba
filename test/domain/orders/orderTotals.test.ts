import { describe, expect, it } from 'vitest';
import { addedTotals, customerTotals, salesDayOf } from '../../../src/domain/orders/orderTotals.ts';
import { ANNA, item, shopOrder } from '../../orders/orderFixtures.ts';

it('an order is folded with its day by UTC, from its first millisecond to before the next day', () => {
  const span = (placedAt: string) => {
    const { fromMs, toMs } = salesDayOf({ placedAt: Date.parse(placedAt) });
    return [fromMs, toMs].map((ms) => new Date(ms).toISOString());
  };
  const day = ['2026-03-05T00:00:00.000Z', '2026-03-06T00:00:00.000Z'];
  for (const at of ['2026-03-05T00:00:00Z', '2026-03-05T13:14:15Z', '2026-03-05T23:59:59.999Z'])
    expect(span(at)).toEqual(day);
});

it('what was sold on all days is their sum', () => {
  const day = (totalSales: number, totalRevenueMinor: number, seen: number) => ({
    productId: 'boots',
    totalSales,
    totalRevenueMinor,
    seen,
  });
  expect(addedTotals('boots', [day(1, 900, 1), day(4, 3_000, 5)])).toEqual(day(5, 3_900, 6));
  expect(addedTotals('boots', [])).toEqual(day(0, 0, 0));
});

describe('an order that cost nothing', () => {
  const gift = (...quantities: readonly number[]) =>
    shopOrder('o1', {
      items: [item('boots', 1, 0), item('socks', 1, 0)],
      amountMinor: 0,
      state: 'placed',
      refunds: quantities.map((quantity, index) => ({
        refundId: `r${index}`,
        amountMinor: 0,
        at: 0,
        items: [{ productId: index === 0 ? 'boots' : 'socks', quantity }],
      })),
    });
  it.each([
    ['is kept as long as nothing comes back', gift(), 1],
    ['is kept while a piece of it is', gift(1), 1],
    ['is given back with its last piece', gift(1, 1), 0],
  ])('%s', (_, order, totalOrders) => {
    expect(customerTotals(ANNA, [order])).toMatchObject({ totalOrders, totalSpentMinor: 0 });
  });
});

it('an order of no pieces that nobody gave back counts', () => {
  const order = shopOrder('o1', { items: [], amountMinor: 0, state: 'placed', refunds: [] });
  expect(customerTotals(ANNA, [order]).totalOrders).toBe(1);
});
