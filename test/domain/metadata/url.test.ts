import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLICK_ID_PARAMETERS, UTM_PARAMETERS } from '../../../src/domain/metadata/campaign.ts';
import {
  MAX_PATH_LENGTH,
  MAX_URL_LENGTH,
  pathOf,
  scrubReferrer,
  scrubUrl,
} from '../../../src/domain/metadata/url.ts';
import { hostileText, isWellFormed } from './hostileText.ts';
import { emailInUrl, JWT } from './secrets.ts';

const KEPT = ['page', 'größe'];
const scrub = (raw: string) => scrubUrl(raw, KEPT);

const parameterName = fc.constantFrom(
  ...UTM_PARAMETERS,
  ...CLICK_ID_PARAMETERS,
  ...KEPT,
  'email',
  'token',
  'q',
  'PAGE',
  'page ',
  'utm_id',
  '__proto__',
);
/** A URL with all that one may have. */
const url = fc
  .record({
    protocol: fc.constantFrom('http:', 'HTTPS:'),
    user: fc.constantFrom('', 'anna:secret@', 'anna@'),
    host: fc.constantFrom('shop.example', 'SHOP.example:8443', 'bücher.example', '127.0.0.1:3000', '[::1]'),
    segments: fc.array(fc.oneof(hostileText, fc.constantFrom('shoes', '..', '%2e%2E', '@anna')), {
      maxLength: 5,
    }),
    parameters: fc.array(fc.tuple(parameterName, hostileText), { maxLength: 8 }),
    fragment: hostileText,
  })
  .map(
    ({ protocol, user, host, segments, parameters, fragment }) =>
      `${protocol}//${user}${host}/${segments.join('/')}?${new URLSearchParams(parameters)}#${fragment}`,
  );
const anyText = fc.oneof(url, hostileText);

describe('scrubUrl', () => {
  test('keeps scheme, host, port and path', () => {
    expect(scrub('https://Shop.Example:8443/shoes/red%20ones')).toBe(
      'https://shop.example:8443/shoes/red%20ones',
    );
  });

  test('drops user info and fragment', () => {
    expect(scrub('https://anna:secret@shop.example/a#access_token=1')).toBe('https://shop.example/a');
  });

  test('keeps UTM parameters, click ids and the kept parameters of a query, each once, and nothing else', () => {
    expect(
      scrub(
        'https://shop.example/?email=a@b.de&page=2&page=3&gclid=x&utm_source=n&token=1&gr%C3%B6%C3%9Fe=4',
      ),
    ).toBe('https://shop.example/?page=2&gclid=x&utm_source=n&gr%C3%B6%C3%9Fe=4');
  });

  test.each([
    '',
    'shoes',
    '/shoes',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://shop.example/',
    'https://',
    '://',
  ])('is absent for %j, which is no http(s) URL', (text) => {
    expect(scrub(text)).toBeUndefined();
  });

  test('is absent without a URL, and for a host that no name server knows', () => {
    expect(scrubUrl(undefined, [])).toBeUndefined();
    expect(scrub(`https://${'a.'.repeat(200)}example/`)).toBeUndefined();
  });

  test.each([
    ['an e-mail address', 'anna.b%2Bx@mail.example.com'],
    ['an encoded e-mail address', 'anna%40example.com'],
    ['a twice encoded e-mail address', 'anna%2540example%252Ecom'],
    ['an address between other text', 'user=anna@example.com;x'],
    ['an address of an international domain', 'anna@bücher.рф'],
    ['a token', JWT],
    ['a token after a name', `token=${JWT}`],
    ['a token without a signature', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.'],
  ])('redacts %s in a path', (_, segment) => {
    expect(scrub(`https://shop.example/reset/${segment}/done`)).toBe(
      'https://shop.example/reset/[redacted]/done',
    );
  });

  test.each(['@anna', 'react@18.2.0', 'a@b', 'eyJ', 'eyJourney.html', 'v1.2.3', 'shoes+socks'])(
    'leaves the path segment %j alone',
    (segment) => {
      expect(scrub(`https://shop.example/${segment}`)).toBe(`https://shop.example/${segment}`);
    },
  );

  test('redacts an e-mail address in a kept parameter', () => {
    expect(scrub('https://shop.example/?page=anna%40example.com')).toBe(
      `https://shop.example/?${new URLSearchParams({ page: '[redacted]' })}`,
    );
  });

  test('leaves out a parameter that does not fit, and keeps what follows', () => {
    const long = '€'.repeat(400);
    expect(scrub(`https://shop.example/?utm_term=${long}&page=2`)).toBe('https://shop.example/?page=2');
  });

  test('says the same again of what it has scrubbed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const scrubbed = scrub(text);
        expect(scrubUrl(scrubbed, KEPT)).toBe(scrubbed);
      }),
      { numRuns: 500 },
    );
  });

  test('lets nothing through but a bounded http(s) URL with allowed parameters, whatever comes', () => {
    const allowed: readonly string[] = [...UTM_PARAMETERS, ...CLICK_ID_PARAMETERS, ...KEPT];
    fc.assert(
      fc.property(anyText, (text) => {
        const scrubbed = scrub(text);
        if (scrubbed === undefined) return;
        expect(scrubbed.length).toBeLessThanOrEqual(MAX_URL_LENGTH);
        expect(scrubbed).toMatch(/^https?:\/\/[!-~]+$/);
        const parsed = new URL(scrubbed);
        expect([parsed.username, parsed.password, parsed.hash]).toEqual(['', '', '']);
        const names = [...parsed.searchParams.keys()];
        expect(names.filter((name) => !allowed.includes(name))).toEqual([]);
        expect(new Set(names).size).toBe(names.length);
        expect([...parsed.searchParams.values()].every(isWellFormed)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a URL with a host and a path gives one', () => {
    fc.assert(
      fc.property(url, (text) => {
        expect(scrub(text)).toMatch(/^https?:/);
      }),
    );
  });

  test('lets no e-mail address through in a path, however it is encoded', () => {
    fc.assert(
      fc.property(fc.array(emailInUrl, { minLength: 1, maxLength: 4 }), (emails) => {
        const path = emails.map(({ text }) => text).join('/');
        const redacted = emails.map(() => '[redacted]').join('/');
        expect(scrub(`https://shop.example/${path}`)).toBe(`https://shop.example/${redacted}`);
      }),
    );
  });

  test('takes time in proportion to the text, whatever comes', () => {
    const hostile = ['a', 'a@', '@a.', 'eyJ', 'eyJ-', 'eyJaaaaaaaaa', '%25', '%2540', '/..', ';', '%E2'];
    for (const unit of hostile) {
      const path = unit.repeat(Math.ceil(64_000 / unit.length));
      const startMs = performance.now();
      scrub(`https://shop.example/${path}?page=${path}`);
      expect(performance.now() - startMs, unit).toBeLessThan(1_000);
    }
  });
});

describe('pathOf', () => {
  test.each([
    ['https://shop.example/shoes?page=2#top', '/shoes'],
    ['https://shop.example', '/'],
    ['/shoes?page=2#top', '/shoes'],
    ['/schuhe/größe 42', '/schuhe/gr%C3%B6%C3%9Fe%2042'],
    ['//evil.example/x', '//evil.example/x'],
    ['/a/../b', '/b'],
    ['/reset/anna%40example.com', '/reset/[redacted]'],
  ])('of %j is %j', (page, path) => {
    expect(pathOf(page)).toBe(path);
  });

  test.each(['', 'shoes', 'mailto:anna@example.com', '?page=2', undefined])('is absent for %j', (page) => {
    expect(pathOf(page)).toBeUndefined();
  });

  test('a cut does not go through an encoded character, nor leave dots to resolve', () => {
    for (let length = MAX_PATH_LENGTH - 12; length <= MAX_PATH_LENGTH; length += 1) {
      const path = pathOf(`/${'a'.repeat(length)}😀é/..b`) ?? '';
      expect(decodeURIComponent(path).isWellFormed()).toBe(true);
      expect(path.length).toBeLessThanOrEqual(MAX_PATH_LENGTH);
      const dots = pathOf(`/${'a'.repeat(length)}/..b/c`) ?? '';
      expect(pathOf(dots)).toBe(dots);
    }
  });

  test('whatever comes, the path is bounded, printable, and its own path', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          hostileText.map((text) => `/${text}`),
        ),
        (text) => {
          const path = pathOf(text);
          if (path === undefined) return;
          expect(path).toMatch(/^\/[!-~]*$/);
          expect(path).not.toMatch(/[?#]/);
          expect(path.length).toBeLessThanOrEqual(MAX_PATH_LENGTH);
          expect(pathOf(path)).toBe(path);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('scrubReferrer', () => {
  test('keeps the name of an Android app and nothing else of it', () => {
    expect(scrubReferrer('android-app://com.Google.android.gm/http/x?email=a@b.de', [])).toBe(
      'android-app://com.google.android.gm',
    );
  });

  test.each([
    'android-app://',
    'android-app://nodots',
    'android-app://a.b<script>',
    `android-app://a.${'b'.repeat(300)}`,
  ])('is absent for %j, which names no app', (referrer) => {
    expect(scrubReferrer(referrer, [])).toBeUndefined();
  });

  test('scrubs any other referrer as a URL', () => {
    expect(scrubReferrer('https://www.google.com/search?q=anna', [])).toBe('https://www.google.com/search');
    expect(scrubReferrer(undefined, [])).toBeUndefined();
  });

  test('says the same again of what it has scrubbed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          hostileText.map((text) => `android-app://${text}`),
        ),
        (text) => {
          const scrubbed = scrubReferrer(text, KEPT);
          expect(scrubReferrer(scrubbed, KEPT)).toBe(scrubbed);
        },
      ),
    );
  });
});
