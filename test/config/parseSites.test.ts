import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { parseSites, parseSitesJson } from '../../src/config/parseSites.ts';

const SHOP = {
  id: 'shop',
  host: 't.shop.example',
  origins: ['https://shop.example'],
  timezone: 'Europe/Berlin',
  currency: 'EUR',
};
const refusal = (sites: unknown): string => {
  try {
    parseSites(sites);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  return 'accepted';
};
const changed = (change: object) => refusal([{ ...SHOP, ...change }]);

describe('the sites of a deployment', () => {
  it('need little, and what is left out has a default', () => {
    expect(parseSites([SHOP])).toEqual([
      {
        ...SHOP,
        hosts: [],
        ownDomains: [],
        paymentDomains: [],
        keptParameters: [],
        retentionDays: 395,
        privacy: 'cookies',
        gpc: 'ignore',
        botNetworks: [],
        limits: { addressPerMinute: 1_200 },
      },
    ]);
  });

  it('say how many requests they take', () => {
    const limitsOf = (limits: object) => parseSites([{ ...SHOP, limits }])[0].limits;
    expect(limitsOf({ sitePerMinute: 5 })).toEqual({ addressPerMinute: 1_200, sitePerMinute: 5 });
    expect(limitsOf({ addressPerMinute: 7 })).toEqual({ addressPerMinute: 7 });
  });

  it('are read again as they were completed', () => {
    const sites = parseSites([{ ...SHOP, limits: { sitePerMinute: 5 }, botNetworks: ['2001:db8::/32'] }]);
    expect(parseSitesJson(JSON.stringify(sites))).toEqual(sites);
  });

  it('take a port, a plain-http origin and a cookie domain', () => {
    const local = {
      ...SHOP,
      host: 'localhost:3000',
      origins: ['http://localhost:3000'],
      cookieDomain: 'shop.example',
    };
    expect(parseSites([local])[0]).toMatchObject({ host: 'localhost:3000', cookieDomain: 'shop.example' });
  });

  it.each([
    [{ id: 'My Shop' }, 'Sites: "0.id" must be 1 to 32 lower-case letters, digits or hyphens.'],
    [{ id: undefined }, 'Sites: "0.id" is missing.'],
    [{ id: 5 }, 'Sites: "0.id" must be a text.'],
    [
      { host: 'https://shop.example' },
      'Sites: "0.host" must be a host name in lower case, such as "shop.example".',
    ],
    [
      { hosts: ['ok.example', 'NO'] },
      'Sites: "0.hosts.1" must be a host name in lower case, such as "shop.example".',
    ],
    [{ hosts: 'shop.example' }, 'Sites: "0.hosts" must be a list.'],
    [{ origins: [] }, 'Sites: "0.origins" must name at least one origin.'],
    [{ origins: undefined }, 'Sites: "0.origins" is missing.'],
    [
      { origins: ['*'] },
      'Sites: "0.origins.0" must be an origin without a path, such as "https://shop.example".',
    ],
    [
      { origins: ['https://shop.example/'] },
      'Sites: "0.origins.0" must be an origin without a path, such as "https://shop.example".',
    ],
    [{ timezone: 'Berlin' }, 'Sites: "0.timezone" must be an IANA time zone, such as "Europe/Berlin".'],
    [{ currency: 'euro' }, 'Sites: "0.currency" must be an ISO 4217 code, such as "EUR".'],
    [{ retentionDays: 0 }, 'Sites: "0.retentionDays" must be a whole number of 1 to 3650 days.'],
    [{ retentionDays: 1.5 }, 'Sites: "0.retentionDays" must be a whole number of 1 to 3650 days.'],
    [{ retentionDays: '90' }, 'Sites: "0.retentionDays" must be a whole number of 1 to 3650 days.'],
    [{ privacy: 'none' }, 'Sites: "0.privacy" must be "cookies", "consent" or "cookieless".'],
    [
      { botNetworks: ['198.51.100.7'] },
      'Sites: "0.botNetworks.0" must be an address range, such as "198.51.100.0/24".',
    ],
    [
      { limits: { addressPerMinute: 0 } },
      'Sites: "0.limits.addressPerMinute" must be a whole number of 1 to 100000000 requests.',
    ],
    [{ limits: { perMinute: 5 } }, 'Sites: "0.limits.perMinute" is not known.'],
    [{ gpc: 'yes' }, 'Sites: "0.gpc" must be "honour" or "ignore".'],
    [{ keptParameters: [''] }, 'Sites: "0.keptParameters.0" must have 1 to 64 characters.'],
    [{ cookiedomain: 'shop.example' }, 'Sites: "0.cookiedomain" is not known.'],
  ])('with %j are refused with the field and what it must be', (change, message) => {
    expect(changed(change)).toBe(message);
  });

  it.each([
    [{}, 'Sites: must be a list of sites.'],
    [null, 'Sites: must be a list of sites.'],
    [[], 'Sites: must hold at least one site.'],
    [['shop'], 'Sites: "0" must be an object.'],
    [[SHOP, { ...SHOP, origins: ['https://b.example'] }], 'Sites: has a site id twice.'],
    [[SHOP, { ...SHOP, id: 'b' }], 'Sites: has an origin twice: an origin belongs to one site.'],
  ])('must be a list of distinct sites, unlike %j', (sites, message) => {
    expect(refusal(sites)).toBe(message);
  });

  it('come as JSON text from the environment', () => {
    expect(parseSitesJson(JSON.stringify([SHOP]))[0].id).toBe('shop');
    expect(() => parseSitesJson('[{')).toThrow(new ConfigurationError('Sites: the text is not JSON.'));
  });
});
