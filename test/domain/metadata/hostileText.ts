import fc from 'fast-check';

/** Any UTF-16 at all: lone surrogates, control characters, separators. */
const utf16 = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units));

/** What parsers stumble over. */
const fragments = fc
  .array(
    fc.constantFrom(
      '/',
      '..',
      '.',
      '%',
      '%2',
      '%2e',
      '%2F',
      '%25',
      '%E2%82',
      '%ED%A0%80',
      '?',
      '#',
      '&',
      '=',
      ':',
      '@',
      '//',
      '\\',
      'http://',
      'https://',
      'a.b',
      'utm_source=',
      '__proto__',
      '[',
      ']',
      '::',
      '\r\n',
      '\u0000',
      '\ud83d',
      '\u{1f600}',
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

/** Texts that a stranger may send. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  utf16,
  fragments,
  fc.string({ unit: 'binary' }),
  fc
    .tuple(
      fc.constantFrom('a', 'é', '\u{1f600}', '%', '@a.', 'eyJ', '/..'),
      fc.integer({ min: 1, max: 2_000 }),
    )
    .map(([unit, count]) => unit.repeat(count)),
);

/** No lone surrogate and no control character. */
export const isWellFormed = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);
