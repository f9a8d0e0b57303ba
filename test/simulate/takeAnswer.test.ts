import { describe, expect, it } from 'vitest';
import { takeAnswer } from '../../bin/simulate/play/takeAnswer.ts';
import type { PlacedOrder, Taken } from '../../bin/simulate/play/Visit.ts';

const ordered = (): PlacedOrder => ({ lines: [], amountMinor: 1_600 });

describe('an answer of the shop', () => {
  it('gives the page its token, until the logout', () => {
    const tab: { accessToken?: string } = {};
    takeAnswer({ accessToken: 'a' }, { kind: 'login' }, { tab });
    expect(tab).toEqual({ accessToken: 'a' });
    takeAnswer({ ok: true }, { kind: 'logout' }, { tab });
    expect(tab).toEqual({});
  });

  it('gives an order its id', () => {
    const order = ordered();
    takeAnswer({ order: { id: 'o', amountMinor: 1_600 } }, { kind: 'order', order }, { tab: {} });
    expect(order.id).toBe('o');
  });

  it.each<[string, Taken, object]>([
    ['a cart’s value', { kind: 'cart', totalMinor: 1_600 }, { cart: { totalMinor: 3_200 } }],
    ['an order’s amount', { kind: 'order', order: ordered() }, { order: { id: 'o', amountMinor: 3_200 } }],
    [
      'what was given back',
      { kind: 'refund', order: ordered(), amountMinor: 1_600 },
      { order: { refundedMinor: 3_200 } },
    ],
  ])('that says otherwise of %s ends the simulation', (what, taken, answer) => {
    expect(() => takeAnswer(answer, taken, { tab: {} })).toThrow(
      `The shop says that ${what} is 3200; its visitor makes it 1600.`,
    );
  });
});
