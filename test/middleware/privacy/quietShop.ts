import { memorySalts } from '../../../src/adapters/memory/memorySalts.ts';
import { parseSites } from '../../../src/config/parseSites.ts';
import type { PrivacyMode } from '../../../src/domain/site.ts';
import type { SessionDependencies } from '../../../src/middleware/SessionDependencies.ts';
import { SHOP_ORIGIN, testDependencies } from '../../support/testShop.ts';

/** A shop with a privacy mode of its own. */
export const quietSites = (privacy: PrivacyMode, more: object = {}) =>
  parseSites([
    {
      id: 'shop',
      host: 't.shop.example',
      hosts: ['shop.example'],
      origins: [SHOP_ORIGIN],
      timezone: 'Europe/Berlin',
      currency: 'EUR',
      privacy,
      ...more,
    },
  ]);

/** All that a handler of that shop needs, in memory. */
export const quietShop = (
  privacy: PrivacyMode,
  { site, ...replaced }: Partial<SessionDependencies> & { readonly site?: object } = {},
) => testDependencies({ sites: quietSites(privacy, site), salts: memorySalts(), ...replaced });
