import { expect, it } from 'vitest';
import { isInteraction } from '../../../src/domain/sessions/bounce.ts';

it.each([
  ['customer_login', { by: 'token' }, false],
  ['customer_login', { by: 'password' }, true],
  ['customer_login', undefined, true],
  ['newsletter', { by: 'token' }, true],
  ['page_view', undefined, false],
  ['page_leave', undefined, false],
] as const)('%s by %o is a deed: %s', (type, properties, isDeed) => {
  expect(isInteraction({ type, ...(properties && { properties }) })).toBe(isDeed);
});
