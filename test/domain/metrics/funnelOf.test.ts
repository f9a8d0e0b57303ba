import { describe, expect, it } from 'vitest';
import { funnelOf } from '../../../src/domain/metrics/funnelOf.ts';
import { countsOf } from './countsOf.ts';

describe('the funnel', () => {
  it('says of each step how many came so far, their shares, and how many were lost', () => {
    const counts = countsOf({
      totalVisits: 200,
      reachedProduct: 100,
      reachedCart: 50,
      reachedCheckout: 20,
      convertedSessions: 5,
      // Those who came by the step itself play no part: a step counts where a later one was reached.
      productSessions: 3,
      cartSessions: 2,
      checkoutSessions: 1,
    });
    expect(funnelOf(counts)).toEqual([
      { step: 'sessions', sessions: 200, ofAll: 1, ofPrevious: null, dropOff: 0 },
      { step: 'product', sessions: 100, ofAll: 0.5, ofPrevious: 0.5, dropOff: 100 },
      { step: 'cart', sessions: 50, ofAll: 0.25, ofPrevious: 0.5, dropOff: 50 },
      { step: 'checkout', sessions: 20, ofAll: 0.1, ofPrevious: 0.4, dropOff: 30 },
      { step: 'order', sessions: 5, ofAll: 0.025, ofPrevious: 0.25, dropOff: 15 },
    ]);
  });

  it('says null of shares of nothing', () => {
    const none = { sessions: 0, ofAll: null, ofPrevious: null, dropOff: 0 };
    expect(funnelOf(countsOf({}))).toEqual(
      ['sessions', 'product', 'cart', 'checkout', 'order'].map((step) => ({ step, ...none })),
    );
    const steps = funnelOf(countsOf({ totalVisits: 4 }));
    expect(steps.map(({ ofPrevious }) => ofPrevious)).toEqual([null, 0, null, null, null]);
    expect(steps.map(({ dropOff }) => dropOff)).toEqual([0, 4, 0, 0, 0]);
  });
});
