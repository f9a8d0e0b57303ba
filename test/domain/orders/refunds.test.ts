import { describe, expect, it } from 'vitest';
import type { SiteId } from '../../../src/domain/ids.ts';
import {
  isMoneyBack,
  keptPieces,
  MAX_REFUNDS,
  piecesOf,
  refundedMinorOf,
  refundOutcome,
} from '../../../src/domain/orders/refunds.ts';
import type { OrderRefund, ShopOrder } from '../../../src/domain/orders/shopOrder.ts';

const refund = (parts: Partial<OrderRefund> = {}): OrderRefund => ({
  refundId: 'r1',
  amountMinor: 300,
  at: 0,
  items: [{ productId: 'boots', quantity: 1 }],
  ...parts,
});
const ORDER: ShopOrder = {
  site: 'shop' as SiteId,
  orderId: 'o1',
  source: 'storefront',
  state: 'placed',
  items: [
    { productId: 'boots', quantity: 1, priceMinor: 300 },
    { productId: 'hat', quantity: 2, priceMinor: 100 },
    { productId: 'boots', quantity: 1, priceMinor: 300 },
  ],
  amountMinor: 800,
  currency: 'EUR',
  placedAt: 0,
  join: { joined: false, reason: 'no_identity' },
  refunds: [],
  effects: 'done',
};
const returned = (...refunds: readonly OrderRefund[]): ShopOrder => ({ ...ORDER, refunds });

it('pieces of a product that is listed twice are counted together', () => {
  expect([...piecesOf(ORDER.items)]).toEqual([
    ['boots', 2],
    ['hat', 2],
  ]);
});

it('a customer keeps what was not given back', () => {
  expect([...keptPieces(returned(refund(), refund({ items: [{ productId: 'hat', quantity: 2 }] })))]).toEqual(
    [
      ['boots', 1],
      ['hat', 0],
    ],
  );
});

it('money is back where all of it is that was ever paid', () => {
  expect(refundedMinorOf(returned(refund(), refund({ amountMinor: 499 })))).toBe(799);
  expect(isMoneyBack(returned(refund(), refund({ amountMinor: 499 })))).toBe(false);
  expect(isMoneyBack(returned(refund(), refund({ amountMinor: 500 })))).toBe(true);
  expect(isMoneyBack({ amountMinor: 0, refunds: [] })).toBe(false);
});

describe('a refund', () => {
  it.each([
    ['of a part', ORDER, refund(), 'added'],
    ['of all money, to the last cent', ORDER, refund({ amountMinor: 800, items: [] }), 'added'],
    ['of a cent more', ORDER, refund({ amountMinor: 801, items: [] }), 'refund_too_large'],
    [
      'of what another one has left',
      returned(refund()),
      refund({ refundId: 'r2', amountMinor: 500, items: [] }),
      'added',
    ],
    [
      'of a cent more than that',
      returned(refund()),
      refund({ refundId: 'r2', amountMinor: 501, items: [] }),
      'refund_too_large',
    ],
    ['of all pieces', ORDER, refund({ amountMinor: 0, items: [{ productId: 'hat', quantity: 2 }] }), 'added'],
    [
      'of a piece more, listed apart',
      ORDER,
      refund({
        amountMinor: 0,
        items: [
          { productId: 'hat', quantity: 2 },
          { productId: 'hat', quantity: 1 },
        ],
      }),
      'refund_too_large',
    ],
    [
      'of a piece that is back',
      returned(refund(), refund({ refundId: 'r2', amountMinor: 0 })),
      refund({ refundId: 'r3', amountMinor: 0 }),
      'refund_too_large',
    ],
    [
      'of what was never ordered',
      ORDER,
      refund({ items: [{ productId: 'scarf', quantity: 1 }] }),
      'refund_too_large',
    ],
    ['that is noted', returned(refund()), refund({ at: 9 }), 'repeated'],
    ['that is noted with another amount', returned(refund()), refund({ amountMinor: 299 }), 'refund_differs'],
    [
      'that is noted with more of a piece',
      returned(refund()),
      refund({ items: [{ productId: 'boots', quantity: 2 }] }),
      'refund_differs',
    ],
    [
      'that is noted with another piece',
      returned(refund()),
      refund({ items: [{ productId: 'hat', quantity: 1 }] }),
      'refund_differs',
    ],
    [
      'that is noted with one piece more',
      returned(refund()),
      refund({
        items: [
          { productId: 'boots', quantity: 1 },
          { productId: 'hat', quantity: 1 },
        ],
      }),
      'refund_differs',
    ],
  ] as const)('%s', (_, order, told, outcome) => {
    expect(refundOutcome(order, told)).toBe(outcome);
  });

  it('is one of a hundred at most', () => {
    const many = (count: number) =>
      returned(
        ...Array.from({ length: count }, (_, index) =>
          refund({ refundId: `r${index}`, amountMinor: 0, items: [] }),
        ),
      );
    const last = refund({ refundId: 'last' });
    expect(refundOutcome(many(MAX_REFUNDS - 1), last)).toBe('added');
    expect(refundOutcome(many(MAX_REFUNDS), last)).toBe('refund_too_large');
    // One that is among them is told again for ever.
    expect(refundOutcome(many(MAX_REFUNDS), refund({ refundId: 'r7', amountMinor: 0, items: [] }))).toBe(
      'repeated',
    );
  });
});
