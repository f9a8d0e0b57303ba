import { describe, expect, it } from 'vitest';
import { DIMENSIONS, NONE, UNKNOWN } from '../../../src/domain/metrics/dimensions.ts';
import { dimensionValueOf, foldedOrderOf } from '../../../src/domain/metrics/orderValues.ts';
import { orderOf, sessionOf } from './pieceFixtures.ts';

describe("an order's share in the metrics", () => {
  it('is one order and what was paid less what was given back, under its session’s values', () => {
    const session = sessionOf({ device: 'mobile', channel: 'email', campaign: 'spring', landingPage: '/' });
    expect(foldedOrderOf(orderOf({ amountMinor: 5_000, refundedMinor: 1_200 }), session, 'EUR')).toEqual({
      orders: 1,
      revenueMinor: 3_800,
      values: {
        device: 'mobile',
        browser: UNKNOWN,
        os: UNKNOWN,
        country: UNKNOWN,
        channel: 'email',
        source: NONE,
        campaign: 'spring',
        landingPage: '/',
        exitPage: NONE,
      },
    });
  });

  it('has no revenue in another currency than the site’s', () => {
    expect(foldedOrderOf(orderOf({ currency: 'USD' }), sessionOf(), 'EUR')).toMatchObject({
      orders: 1,
      revenueMinor: 0,
    });
  });

  it('is under unknown values where its session is not known', () => {
    const { values } = foldedOrderOf(orderOf(), undefined, 'EUR');
    expect(Object.keys(values)).toEqual(DIMENSIONS);
    expect(new Set(Object.values(values))).toEqual(new Set([UNKNOWN, NONE]));
  });

  it('stays where it was counted once its session is erased, and nobody else’s does', () => {
    const folded = { orders: 1, revenueMinor: 1, values: { campaign: 'spring' } };
    const campaignOf = (order: Parameters<typeof orderOf>[0]) =>
      foldedOrderOf(orderOf(order), undefined, 'EUR').values.campaign;
    expect(campaignOf({ unjoined: 'erased', folded })).toBe('spring');
    expect(campaignOf({ unjoined: 'no_identity', folded })).toBe(NONE);
    expect(campaignOf({ folded })).toBe(NONE);
    expect(campaignOf({ unjoined: 'erased' })).toBe(NONE);
  });

  it('is under values that a store can keep apart', () => {
    expect(dimensionValueOf('campaign', sessionOf({ campaign: 'x\ud800' }))).toBe('x\ufffd');
  });
});
