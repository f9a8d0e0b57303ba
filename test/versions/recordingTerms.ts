import { QUEUE_SETTINGS } from '../../functions/writer/queueSettings.ts';

const DAY_MS = 24 * 60 * 60_000;

/** On what every recording was made, and what whoever reads one needs: keys for tests alone, one shop, and its days. */
export const RECORDED = {
  origin: 'https://shop.example',
  environment: {
    COOKIE_KEYS: 'a'.repeat(32),
    JWT_KEYS: 'j'.repeat(32),
    CONVERSION_KEYS: 'c'.repeat(32),
    ADMIN_PASSWORD: 'staff-of-the-recorded-shop',
    ADMIN_TOKEN: 'token-of-the-recorded-shop-0123456789',
    SITES: JSON.stringify([
      {
        id: 'shop',
        host: 't.shop.example',
        hosts: ['shop.example'],
        origins: ['https://shop.example'],
        timezone: 'Europe/Berlin',
        currency: 'EUR',
      },
    ]),
  },
  /** Dora's, who has an account where the release has a storefront. */
  account: { email: 'dora@mail.example', password: 'a password of the recorded shop', name: 'Dora' },
  range: 'from=2026-11-21&to=2026-11-22',
  /** When it was stopped, in its visitors' time. */
  endedAtMs: Date.UTC(2026, 10, 21, 23, 41),
  /** A message may come back after so long: all its time in the queue, and then all its time in the dead letters. */
  messageLifeMs: (QUEUE_SETTINGS.retentionDays + QUEUE_SETTINGS.deadLetterRetentionDays) * DAY_MS,
} as const;
