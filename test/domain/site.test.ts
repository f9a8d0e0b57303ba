import { expect, it } from 'vitest';
import { keepsNoCookies } from '../../src/domain/site.ts';

it.each([
  ['cookies', false],
  ['consent', false],
  ['cookieless', true],
] as const)('a visitor of a site with %s is one of a day: %s', (privacy, isOfDay) => {
  expect(keepsNoCookies({ privacy })).toBe(isOfDay);
});
