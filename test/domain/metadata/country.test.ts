import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countryFrom } from '../../../src/domain/metadata/country.ts';
import { hostileText } from './hostileText.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const everyCode = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));

test('a country is its code in upper case', () => {
  expect(countryFrom('DE')).toBe('DE');
  expect(countryFrom(' at ')).toBe('AT');
  expect(countryFrom('XK')).toBe('XK');
});

test.each(['XX', 'ZZ', 'T1', 'EU', 'UK', 'D', 'DEU', 'D E', '', '__proto__', undefined])(
  '%j is no country',
  (header) => {
    expect(countryFrom(header)).toBeUndefined();
  },
);

test('the codes are those for which Unicode has a name, but for what is no country', () => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  // Exceptionally reserved, groupings, pseudo-locales, unknown; and countries that are no more, which Unicode renames.
  const noCountry =
    /^(?:AC|CP|CQ|DG|EA|EU|EZ|IC|QO|TA|UK|UN|XA|XB|ZZ|AN|BU|CS|DD|DY|FX|HV|JT|MI|NH|NQ|NT|PC|PU|PZ|RH|SU|TP|VD|WK|YD|YU|ZR|CT|FQ|QU)$/;
  const named = everyCode.filter((code) => names.of(code) !== undefined && !noCountry.test(code));
  expect(everyCode.filter((code) => countryFrom(code) !== undefined)).toEqual(named);
  // 249 officially assigned, and Kosovo.
  expect(named).toHaveLength(250);
});

test('whatever comes, the answer is two letters or nothing', () => {
  const code = fc.oneof(hostileText, fc.string({ minLength: 2, maxLength: 2 }));
  fc.assert(
    fc.property(code, (text) => {
      expect(countryFrom(text) ?? 'AA').toMatch(/^[A-Z]{2}$/);
    }),
  );
});
