import { expect, it } from 'vitest';
import { createCookieJar } from '../../bin/simulate/people/cookieJar.ts';

const REFRESH = 'refresh=r; Path=/api/storefront/auth; HttpOnly; Secure; SameSite=Strict; Max-Age=60';

it('a browser sends a cookie to its path and below, and nowhere else', () => {
  const jar = createCookieJar();
  jar.store(['session=s; Path=/; Max-Age=60', REFRESH], 0);
  expect(jar.header('/api/storefront/auth/refresh', 1)).toBe('session=s; refresh=r');
  expect(jar.header('/api/storefront/auth', 1)).toBe('session=s; refresh=r');
  expect(jar.header('/api/storefront/authors', 1)).toBe('session=s');
  expect(jar.header('/track', 1)).toBe('session=s');
});

it('a browser forgets a cookie when its time is over, or when it is told to', () => {
  const jar = createCookieJar();
  jar.store(['cart=c; Max-Age=60', REFRESH], 0);
  expect(jar.header('/cart', 59_999)).toBe('cart=c');
  jar.store(['refresh=; Path=/api/storefront/auth; Max-Age=0'], 30_000);
  expect(jar.header('/api/storefront/auth/login', 30_000)).toBe('cart=c');
  expect(jar.header('/cart', 60_000)).toBe(undefined);
});
