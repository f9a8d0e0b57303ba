import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText } from '../../../src/domain/metadata/url.ts';
import { hostileText, isWellFormed } from './hostileText.ts';

test('a clean text stays as it is', () => {
  expect(cleanText('Schuhe für 👩‍👩‍👧 – 20 %', 200)).toBe('Schuhe für 👩‍👩‍👧 – 20 %');
});

test('control characters, line ends and lone surrogates are removed', () => {
  expect(cleanText('a\r\nSet-Cookie: b\u0000\u0085\u2028\ud83dc', 200)).toBe('aSet-Cookie: bc');
});

test('a cut never splits a surrogate pair', () => {
  expect(cleanText('ab😀', 3)).toBe('ab');
  expect(cleanText('ab😀', 4)).toBe('ab😀');
});

test('whatever comes, the text is well-formed and bounded, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(hostileText, fc.nat(50), (text, maxLength) => {
      const clean = cleanText(text, maxLength);
      expect(isWellFormed(clean)).toBe(true);
      expect(clean.length).toBeLessThanOrEqual(maxLength);
      expect(cleanText(clean, maxLength)).toBe(clean);
    }),
  );
});
