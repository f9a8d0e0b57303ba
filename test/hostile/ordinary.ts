import type { ApiOperation } from './apiDocument.ts';

const PAGE_VIEW = {
  eventType: 'page_view',
  path: '/shoes',
  url: 'https://shop.example/shoes?utm_source=mail&utm_campaign=autumn',
  title: 'Shoes',
  referrer: 'https://search.example/?q=shoes',
  occurredAt: 1_795_348_800_000,
  engagedMs: 1_000,
  properties: { productId: 'red-runners', tags: ['a'], more: { colour: 'red' } },
};

/** What an honest client would send, of operations of which their schema alone does not tell. */
const ORDINARY_BODIES: { readonly [operationId: string]: readonly object[] } = {
  track: [
    { ...PAGE_VIEW, eventId: 'e1', sentAt: 1_795_348_800_000, nonce: 'a'.repeat(32), site: 'shop' },
    { events: [PAGE_VIEW] },
    {
      eventType: 'add_to_cart',
      path: '/shoes',
      properties: { productId: 'red-runners', quantity: 1, priceMinor: 100, cartValueMinor: 100 },
    },
  ],
  shopRegister: [{ email: 'anna@shop.example', password: 'a good password', name: 'Anna' }],
  shopLogin: [{ email: 'anna@shop.example', password: 'a good password' }],
  addShopCartItem: [{ productId: 'red-runners', quantity: 1 }],
  reportConversion: [
    {
      orderId: 'o1',
      amountMinor: 100,
      currency: 'EUR',
      session: 'a',
      customerId: 'c1',
      items: [{ productId: 'p', quantity: 1, priceMinor: 100 }],
    },
    { refund: { orderId: 'o1', refundId: 'r1', amountMinor: 1 } },
  ],
};

/** Bodies that an operation may well be sent; none where it takes none. */
export const ordinaryBodies = ({ id, body }: Pick<ApiOperation, 'id' | 'body'>): readonly object[] =>
  body === undefined ? [] : (ORDINARY_BODIES[id] ?? [body]);
