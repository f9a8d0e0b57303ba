import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CLICK_ID_PARAMETERS,
  clickIdsFrom,
  MAX_CLICK_ID_LENGTH,
  MAX_UTM_LENGTH,
  UTM_PARAMETERS,
  utmFrom,
} from '../../../src/domain/metadata/campaign.ts';
import { hostileText, isWellFormed } from './hostileText.ts';
import { JWT } from './secrets.ts';

const utm = (query: string) => utmFrom(new URLSearchParams(query));
const clickIds = (query: string) => clickIdsFrom(new URLSearchParams(query));

test('the five UTM parameters are read', () => {
  expect(UTM_PARAMETERS).toEqual(['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content']);
  expect(
    utm('utm_source=Google&utm_medium=cpc&utm_campaign=Summer+Sale&utm_term=shoes&utm_content=ad%201&q=1'),
  ).toEqual({ source: 'Google', medium: 'cpc', campaign: 'Summer Sale', term: 'shoes', content: 'ad 1' });
});

test('an empty UTM parameter is absent, and the first that says something counts', () => {
  expect(utm('utm_source=&utm_medium=%20%00%20')).toEqual({});
  expect(utm('utm_source=&utm_source=a&utm_source=b')).toEqual({ source: 'a' });
});

test('UTM parameters are trimmed, and lose control characters', () => {
  expect(utm('utm_source=%20news%0D%0Aletter%20')).toEqual({ source: 'newsletter' });
});

test('an e-mail address or a token is not taken for a campaign', () => {
  expect(utm(`utm_term=anna%40example.com&utm_content=${JWT}`)).toEqual({
    term: '[redacted]',
    content: '[redacted]',
  });
});

test('click ids are read as the advertisers write them', () => {
  expect(CLICK_ID_PARAMETERS).toEqual(
    expect.arrayContaining([
      'gclid',
      'gbraid',
      'wbraid',
      'dclid',
      'fbclid',
      'msclkid',
      'ttclid',
      'twclid',
      'li_fat_id',
      'epik',
      'ScCid',
      'yclid',
      'irclickid',
    ]),
  );
  expect(clickIds('gclid=Cj0K-_&ScCid=s&sccid=no&GCLID=no&q=1')).toEqual({ gclid: 'Cj0K-_', ScCid: 's' });
});

test('whatever the query says, values are well-formed and bounded, and names are from the lists', () => {
  const names = fc.constantFrom(...UTM_PARAMETERS, ...CLICK_ID_PARAMETERS, '__proto__', 'constructor', 'q');
  fc.assert(
    fc.property(fc.array(fc.tuple(names, hostileText)), (entries) => {
      const parameters = new URLSearchParams(entries);
      for (const value of Object.values(utmFrom(parameters))) {
        expect(isWellFormed(value) && value === value.trim() && value !== '').toBe(true);
        expect(value.length).toBeLessThanOrEqual(MAX_UTM_LENGTH);
      }
      for (const [name, value] of Object.entries(clickIdsFrom(parameters))) {
        expect(CLICK_ID_PARAMETERS).toContain(name);
        expect(isWellFormed(value) && value !== '').toBe(true);
        expect(value.length).toBeLessThanOrEqual(MAX_CLICK_ID_LENGTH);
      }
    }),
  );
});
