import type { BrowserId, CustomerId, SessionId, VisitorId } from '../../src/domain/ids.ts';
import type { OrderSession, ShopOrder } from '../../src/domain/orders/shopOrder.ts';
import type { Product } from '../../src/ports/Catalogue.ts';
import { NOON, testSites } from '../support/testShop.ts';

export const [SITE, OTHER_SITE = testSites[0]] = testSites;
export const [ANNA, BEN] = ['anna', 'ben'] as [CustomerId, CustomerId];

export const SESSION: OrderSession = {
  id: 's1' as SessionId,
  browser: 'b1' as BrowserId,
  visitor: 'v1' as VisitorId,
  startedAt: NOON - 60_000,
};

export const product = (id: string, more: Partial<Product> = {}): Product => ({
  id,
  name: `The ${id}`,
  description: 'Fits.',
  category: 'shoes',
  priceMinor: 1_000,
  stock: 10,
  image: `/shop/products/${id}.svg`,
  ...more,
});

export const item = (productId: string, quantity = 1, priceMinor = 1_000) => ({
  productId,
  name: `The ${productId}`,
  quantity,
  priceMinor,
});

/** An order of Anna's, as it is opened. */
export const shopOrder = (orderId: string, more: Partial<ShopOrder> = {}): ShopOrder => ({
  site: SITE.id,
  orderId,
  source: 'storefront',
  customer: ANNA,
  state: 'reserving',
  items: [item('boots', 2), item('socks')],
  amountMinor: 3_000,
  currency: 'EUR',
  placedAt: NOON,
  join: { joined: true, by: 'request', session: SESSION },
  refunds: [],
  effects: 'pending',
  ...more,
});
