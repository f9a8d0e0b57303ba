import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isClickId, isUtmParameter } from '../../../src/domain/metadata/campaign.ts';
import { PAYMENT_DOMAINS } from '../../../src/domain/metadata/paymentDomains.ts';
import { classifyReferrer } from '../../../src/domain/metadata/referrer.ts';
import { parseHttpUrl } from '../../../src/domain/metadata/url.ts';
import { hostileText } from './hostileText.ts';

type SiteHosts = Parameters<typeof classifyReferrer>[0]['site'];
const SHOP: SiteHosts = {
  hosts: ['www.shop.co.uk', 'shop.de'],
  ownDomains: ['brand.example', 'blog.partner.example'],
  paymentDomains: ['bank.example'],
};
const kind = (referrer: string | undefined, site: SiteHosts = SHOP) =>
  classifyReferrer({ referrer, site }).kind;
const shopAt = (...hosts: string[]): SiteHosts => ({ hosts, ownDomains: [], paymentDomains: [] });

test('a page elsewhere is external, with its scrubbed URL, host and registrable domain', () => {
  expect(classifyReferrer({ referrer: 'https://News.Blog.co.uk:8443/a?q=1#x', site: SHOP })).toEqual({
    kind: 'external',
    url: 'https://news.blog.co.uk:8443/a',
    host: 'news.blog.co.uk',
    domain: 'blog.co.uk',
  });
});

test('an Android app is external by its name', () => {
  expect(classifyReferrer({ referrer: 'android-app://com.google.android.gm/', site: SHOP })).toEqual({
    kind: 'external',
    url: 'android-app://com.google.android.gm',
    host: 'com.google.android.gm',
    domain: 'com.google.android.gm',
  });
});

test.each([
  'https://www.shop.co.uk/a',
  'https://shop.co.uk/',
  'https://help.shop.co.uk/',
  'http://SHOP.de./',
  'https://checkout.shop.de:444/',
  'https://brand.example/',
  'https://m.brand.example/',
  'https://blog.partner.example/',
])('%s is the shop itself', (referrer) => {
  expect(kind(referrer)).toBe('own');
});

test.each([
  'https://othershop.co.uk/',
  'https://notshop.de/',
  'https://shop.de.evil.example/',
  'https://co.uk/',
  'https://partner.example/',
])('%s is somebody else', (referrer) => {
  expect(kind(referrer)).toBe('external');
});

test.each(['myshopify.com', 'github.io', 'cloudfront.net'])('two shops on %s are two shops', (suffix) => {
  const site = { ...shopAt(`anna.${suffix}`), ownDomains: [suffix] };
  expect(kind(`https://www.anna.${suffix}/`, site)).toBe('own');
  expect(kind(`https://berta.${suffix}/`, site)).toBe('external');
});

test('a shop without a domain is its own by its host', () => {
  expect(kind('http://localhost:3000/a', shopAt('localhost:3000'))).toBe('own');
  expect(kind('http://127.0.0.1:3000/a', shopAt('127.0.0.1'))).toBe('own');
  expect(kind('http://127.0.0.2/', shopAt('127.0.0.1'))).toBe('external');
  expect(kind('http://[::1]:3000/', shopAt('[::1]:3000'))).toBe('own');
});

test.each(PAYMENT_DOMAINS)('a customer returns from %s', (domain) => {
  expect(kind(`https://${domain}/done`)).toBe('payment');
  expect(kind(`https://eu.checkout.${domain}/`)).toBe('payment');
});

test('a site names payment providers of its own', () => {
  expect(kind('https://3ds.bank.example/')).toBe('payment');
  expect(kind('https://riverbank.example/')).toBe('external');
  expect(kind('https://www.google.com/')).toBe('external');
});

test.each([undefined, '', 'about:blank', 'shop.de', '/a', 'chrome-extension://abc/', 'javascript:alert(1)'])(
  '%j is no referrer',
  (referrer) => {
    expect(kind(referrer)).toBe('none');
  },
);

test('whatever comes, it is classified, and an external referrer is so by its scrubbed URL too', () => {
  const referrer = fc.oneof(
    hostileText,
    hostileText.map((text) => `https://${text}`),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.domain().map((domain) => `android-app://${domain}`),
  );
  fc.assert(
    fc.property(referrer, (text) => {
      const result = classifyReferrer({ referrer: text, site: SHOP });
      if (result.kind !== 'external') return;
      expect(classifyReferrer({ referrer: result.url, site: SHOP })).toEqual(result);
      expect(result.host.endsWith(result.domain)).toBe(true);
      expect(result.url).not.toContain('#');
      const kept = [...(parseHttpUrl(result.url)?.searchParams.keys() ?? [])];
      expect(kept.filter((name) => !isUtmParameter(name) && !isClickId(name))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
