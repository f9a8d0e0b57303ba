import type { Journey, JourneyEvent, LatestVisitors } from '../../web/dashboard/wire.ts';
import { chance } from './dashboardShop.ts';

export const VISITOR = '7f3c2a10-58b4-4e0d-9c61-2f4b8a9d1e77';
export const CUSTOMER = 'c-20418';

const at = (time: string): string => `2026-11-${time}.000Z`;
const told = (time: string, type: string, rest: Partial<JourneyEvent> = {}): JourneyEvent => ({
  at: at(time),
  type,
  source: 'browser',
  path: null,
  title: null,
  properties: null,
  ...rest,
});
const viewed = (time: string, path: string, title: string): JourneyEvent =>
  told(time, 'page_view', { path, title });

/** A customer who looked on the phone, came back on the desktop, bought, and sent something back. */
export const JOURNEY: Journey = {
  visitor: VISITOR,
  customer: CUSTOMER,
  aliases: ['b02d9e4f-1111-4a3c-8a52-6f1f0c9d0a01'],
  truncated: false,
  devices: ['mobile', 'desktop'],
  crossDevice: true,
  firstSeenAt: at('18T19:02:11'),
  ordersCount: 1,
  revenue: 10_230,
  sessions: [
    {
      id: 's-1',
      startedAt: at('18T19:02:11'),
      lastSeenAt: at('18T19:06:40'),
      durationMs: 269_000,
      device: 'mobile',
      browser: 'Mobile Safari',
      os: 'iOS',
      country: 'DE',
      channel: 'Organic Social',
      source: 'instagram',
      landingPage: '/products/merino-scarf',
      exitPage: '/cart',
      pageViews: 3,
      converted: false,
      revenue: 0,
      deviceChanged: false,
      sincePreviousMs: null,
      cartValueMinor: 4_900,
      orders: [],
      events: [
        told('18T19:02:11', 'session_started', { source: 'server' }),
        viewed('18T19:02:11', '/products/merino-scarf', 'Merino scarf'),
        told('18T19:02:12', 'product_view', { properties: { productId: 'merino-scarf', priceMinor: 4_900 } }),
        told('18T19:04:02', 'add_to_cart', {
          properties: { productId: 'merino-scarf', quantity: 1, priceMinor: 4_900, cartValueMinor: 4_900 },
        }),
        viewed('18T19:04:20', '/cart', 'Your cart'),
        viewed('18T19:06:01', '/shipping', 'Shipping and returns'),
        told('18T19:06:40', 'page_leave', { path: '/shipping' }),
      ],
    },
    {
      id: 's-2',
      startedAt: at('20T08:15:30'),
      lastSeenAt: at('20T08:31:02'),
      durationMs: 932_000,
      device: 'desktop',
      browser: 'Firefox',
      os: 'Windows',
      country: 'DE',
      channel: 'Direct',
      source: '(direct)',
      landingPage: '/',
      exitPage: '/checkout/thank-you',
      pageViews: 4,
      converted: true,
      revenue: 10_230,
      deviceChanged: true,
      sincePreviousMs: 133_730_000,
      cartValueMinor: 8_700,
      orders: [{ orderId: '100432', amountMinor: 12_130, refundedMinor: 1_900 }],
      events: [
        viewed('20T08:15:30', '/', 'Wool and more'),
        told('20T08:16:44', 'customer_login', { source: 'server' }),
        told('20T08:20:10', 'wishlist_shared', { path: '/wishlist', properties: { items: 3, by: 'email' } }),
        viewed('20T08:22:00', '/products/wool-socks', 'Wool socks'),
        told('20T08:22:40', 'add_to_cart', {
          properties: { productId: 'wool-socks', quantity: 2, priceMinor: 1_900, cartValueMinor: 8_700 },
        }),
        told('20T08:27:00', 'checkout_started', { properties: { cartValueMinor: 8_700 } }),
        told('20T08:30:12', 'order_completed', {
          source: 'server',
          properties: {
            orderId: '100432',
            amountMinor: 12_130,
            currency: 'EUR',
            items: [
              { productId: 'wool-socks', quantity: 2, priceMinor: 1_900 },
              { productId: 'merino-scarf', quantity: 1, priceMinor: 8_330 },
            ],
          },
        }),
        viewed('20T08:31:02', '/checkout/thank-you', 'Thank you'),
      ],
    },
    {
      id: 's-3',
      startedAt: at('22T11:40:00'),
      lastSeenAt: at('22T11:41:10'),
      durationMs: 70_000,
      device: 'mobile',
      browser: 'Mobile Safari',
      os: 'iOS',
      country: 'DE',
      channel: 'Email',
      source: 'newsletter',
      landingPage: '/account/orders',
      exitPage: '/account/orders',
      pageViews: 1,
      converted: false,
      revenue: 0,
      deviceChanged: true,
      sincePreviousMs: 184_138_000,
      cartValueMinor: null,
      orders: [],
      events: [
        viewed('22T11:40:00', '/account/orders', 'Your orders'),
        told('22T11:41:10', 'order_refunded', {
          source: 'server',
          properties: { orderId: '100432', refundId: 'r-1', amountMinor: 1_900 },
        }),
      ],
    },
  ],
};

const DEVICES = ['mobile', 'desktop', 'mobile', 'tablet'];
const COUNTRIES = ['DE', 'DE', 'AT', 'CH', 'FR', '(unknown)'];
const pick = (from: readonly string[], text: string): string =>
  from[Math.floor(chance(text) * from.length)] ?? '';

/** The latest visitors of the shop, at so many minutes' distance. */
export const latestVisitors = (nowMs: number, limit: number): LatestVisitors => ({
  visitors: Array.from({ length: Math.min(limit, 18) }, (_, index) => {
    const name = `visitor ${index}`;
    const id =
      index === 0
        ? VISITOR
        : `${Math.floor(chance(name) * 0xffff_ffff)
            .toString(16)
            .padStart(8, '0')}-0000-4000-8000-000000000000`;
    return {
      visitor: id,
      customer: index === 0 ? CUSTOMER : chance(`${name} customer`) > 0.7 ? `c-${20_000 + index * 37}` : null,
      lastSeenAt: new Date(nowMs - (index * index * 3 + 1) * 60_000).toISOString(),
      sessions: index === 0 ? 3 : 1 + Math.floor(chance(`${name} visits`) * 6),
      device: pick(DEVICES, `${name} device`),
      country: pick(COUNTRIES, `${name} country`),
      converted: index === 0 || chance(`${name} order`) > 0.8,
    };
  }),
});
