/** The shop that all servers of the benchmark serve. */
export const SHOP_ORIGIN = 'https://shop.example';

export const TIMEZONE = 'Europe/Berlin';

export const SITES_JSON = JSON.stringify([
  {
    id: 'shop',
    host: 't.shop.example',
    hosts: ['shop.example'],
    origins: [SHOP_ORIGIN],
    timezone: TIMEZONE,
    currency: 'EUR',
    // All of its visitors have one address.
    limits: { addressPerMinute: 100_000_000 },
  },
]);

export const COOKIE_KEYS = 'a key of the benchmark alone; 32 bytes or more';
