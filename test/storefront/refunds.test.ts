import { describe, expect, it } from 'vitest';
import type { CustomerId } from '../../src/domain/ids.ts';
import { wantedRefund } from '../../src/storefront/orders/wantedRefund.ts';
import { item, shopOrder } from '../orders/orderFixtures.ts';
import { NOON } from '../support/testShop.ts';
import { SHOP, shopper, testStorefront } from './testStorefront.ts';

const TOO_LARGE = { ok: false, reason: 'too_large' };

describe('what a customer has back', () => {
  const refund = (amountMinor: number, items: { productId: string; quantity: number }[] = []) => ({
    refundId: 'before',
    amountMinor,
    at: NOON,
    items,
  });
  const socks = (quantity: number) => [{ productId: 'socks', quantity }];
  const free = shopOrder('o1', { items: [item('socks', 2, 0)], amountMinor: 0 });

  it('of an order of free pieces is its pieces', () => {
    expect(wantedRefund(free, 'r', {})).toEqual({ ok: true, amountMinor: 0, items: socks(2) });
    expect(wantedRefund(free, 'r', { items: socks(1) })).toEqual({
      ok: true,
      amountMinor: 0,
      items: socks(1),
    });
    const some = { ...free, refunds: [refund(0, socks(1))] };
    expect(wantedRefund(some, 'r', {})).toEqual({ ok: true, amountMinor: 0, items: socks(1) });
    expect(wantedRefund({ ...free, refunds: [refund(0, socks(2))] }, 'r', {})).toEqual(TOO_LARGE);
    expect(wantedRefund(free, 'r', { amountMinor: 1 })).toEqual(TOO_LARGE);
  });

  it('is the pieces that are left where all the money was given back, gifts among them', () => {
    const order = shopOrder('o1', { items: [item('boots', 1, 900), item('socks', 1, 0)], amountMinor: 900 });
    const paidBack = { ...order, refunds: [refund(900, [{ productId: 'boots', quantity: 1 }])] };
    expect(wantedRefund(paidBack, 'r', {})).toEqual({ ok: true, amountMinor: 0, items: socks(1) });
  });
});

it('an order of a shop’s own back end is not the customer’s to refund here', async () => {
  const shop = await testStorefront();
  const anna = shopper(shop);
  const customer = (await anna.register('anna')).body.customer.id as CustomerId;
  await shop.book.open(shopOrder('x1', { site: SHOP.id, source: 'conversion', state: 'placed', customer }));
  expect(await anna.refund('x1', {})).toMatchObject({
    status: 404,
    body: { error: { code: 'unknown_order' } },
  });
  expect((await shop.book.find(SHOP.id, 'x1'))?.refunds).toEqual([]);
});
