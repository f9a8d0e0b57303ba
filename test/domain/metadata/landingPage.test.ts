import fc from 'fast-check';
import { expect, test } from 'vitest';
import { landingOf } from '../../../src/domain/metadata/landingPage.ts';
import { hostileText } from './hostileText.ts';

const NOTHING = { utm: {}, clickIds: {} };
const landing = (told: { url?: string; path?: string; referrer?: string }) =>
  landingOf({ ...told, keptParameters: ['page'] });

test('a URL gives page, scrubbed URL, UTM parameters and click ids', () => {
  expect(
    landing({
      url: 'https://shop.example/shoes?utm_source=news&gclid=x&email=a@b.de&page=2#top',
      path: '/other',
    }),
  ).toEqual({
    landingPage: '/shoes',
    landingUrl: 'https://shop.example/shoes?utm_source=news&gclid=x&page=2',
    utm: { source: 'news' },
    clickIds: { gclid: 'x' },
  });
});

test('a path alone gives the page, and the campaign where it carries a query', () => {
  expect(landing({ path: '/shoes?utm_source=news' })).toEqual({
    landingPage: '/shoes',
    utm: { source: 'news' },
    clickIds: {},
  });
});

test('a URL that is none leaves it to the path', () => {
  expect(landing({ url: 'about:blank', path: '/shoes' })).toEqual({ ...NOTHING, landingPage: '/shoes' });
});

test('a request that names no page is part of the one in its referrer', () => {
  expect(landing({ referrer: 'https://shop.example/shoes?utm_source=news' })).toEqual({
    landingPage: '/shoes',
    landingUrl: 'https://shop.example/shoes?utm_source=news',
    utm: { source: 'news' },
    clickIds: {},
  });
});

test('the page before says nothing of a page that is named, be it badly', () => {
  const referrer = 'https://other.example/x?utm_source=theirs';
  expect(landing({ path: '/shoes', referrer })).toEqual({ ...NOTHING, landingPage: '/shoes' });
  expect(landing({ url: 'about:blank', referrer })).toEqual(NOTHING);
});

test('nothing gives nothing', () => {
  expect(landing({})).toEqual(NOTHING);
});

test('the scrubbed URL of a landing says the same of it', () => {
  const names = fc.constantFrom('utm_source', 'utm_term', 'gclid', 'page', 'q');
  const queries = fc
    .array(fc.tuple(names, hostileText))
    .map((entries) => `${new URLSearchParams(entries)}`)
    // Of a longer query the URL leaves parameters out.
    .filter((query) => query.length < 900);
  fc.assert(
    fc.property(hostileText, queries, (path, query) => {
      const first = landing({ url: `https://shop.example/${encodeURI(path.toWellFormed())}?${query}` });
      expect(landing({ url: first.landingUrl ?? '' })).toEqual(first);
    }),
  );
});
