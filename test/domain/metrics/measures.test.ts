import { describe, expect, it } from 'vitest';
import { SESSION_MEASURES } from '../../../src/domain/metrics/measures.ts';
import { sessionOf } from './pieceFixtures.ts';

const NOTHING = { productViews: 0, cartAdds: 0, checkoutStarted: false, converted: false };

describe('a step of the funnel is reached where it or a later one was', () => {
  it.each([
    ['nothing', {}, 0, 0, 0],
    ['a look at a product', { productViews: 1 }, 1, 0, 0],
    ['something in the cart', { cartAdds: 1 }, 1, 1, 0],
    ['a checkout', { checkoutStarted: true }, 1, 1, 1],
    ['an order', { converted: true }, 1, 1, 1],
  ])('%s', (_, did, product, cart, checkout) => {
    const session = sessionOf({ ...NOTHING, ...did });
    expect([
      SESSION_MEASURES.reachedProduct(session),
      SESSION_MEASURES.reachedCart(session),
      SESSION_MEASURES.reachedCheckout(session),
    ]).toEqual([product, cart, checkout]);
  });
});
