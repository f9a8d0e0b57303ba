import { expect, it } from 'vitest';
import { clientHintsContradict } from '../../../src/domain/bots/clientHints.ts';

const HEADLESS =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36';
const CHROME = HEADLESS.replace('Headless', '');
const hints = (version: number, brand = 'Chromium') => ({
  'sec-ch-ua': `"${brand}";v="${version}", "Not_A Brand";v="24"`,
});
const contradict = (userAgent: string, headers: { readonly [name: string]: string }) =>
  clientHintsContradict(userAgent, (name) => headers[name]);

it.each([
  ['a headless browser that says so twice', HEADLESS, hints(131, 'HeadlessChrome'), false],
  ['a headless browser of another version', HEADLESS, hints(130, 'HeadlessChrome'), true],
  ['a browser', CHROME, { ...hints(131), 'sec-ch-ua-platform': '"Linux"', 'sec-ch-ua-mobile': '?0' }, false],
  ['a browser on another system', CHROME, { ...hints(131), 'sec-ch-ua-platform': '"Windows"' }, true],
  [
    'a browser on a system that nobody knows',
    CHROME,
    { ...hints(131), 'sec-ch-ua-platform': '"BeOS"' },
    false,
  ],
  ['a phone that is none', CHROME, { ...hints(131), 'sec-ch-ua-mobile': '?1' }, true],
  ['no hints', CHROME, { 'sec-ch-ua-platform': '"Windows"' }, false],
])('%s: %s', (_, userAgent, headers, expected) => {
  expect(contradict(userAgent, headers)).toBe(expected);
});
