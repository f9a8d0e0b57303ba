import { expect, it } from 'vitest';
import { storefrontEnvironment } from '../../functions/storefront/environment.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';

const ENVIRONMENT = {
  MONGODB_URI: 'mongodb://127.0.0.1:1/',
  TABLE_NAME: 'footfall',
  JWT_KEYS: `${'n'.repeat(32)},${'o'.repeat(32)}`,
};

it('reads what the storefront needs besides the session', () => {
  const { jwtKeys, ...read } = storefrontEnvironment(ENVIRONMENT);
  expect(read).toEqual({ mongodbUri: ENVIRONMENT.MONGODB_URI, tableName: 'footfall' });
  expect(jwtKeys).toHaveLength(2);
});

it.each(Object.keys(ENVIRONMENT))('does not start without %s, and says so', (name) => {
  const read = () => storefrontEnvironment({ ...ENVIRONMENT, [name]: undefined });
  expect(read).toThrow(ConfigurationError);
  expect(read).toThrow(name);
});

it('does not start with a key that can be guessed', () => {
  expect(() => storefrontEnvironment({ ...ENVIRONMENT, JWT_KEYS: 'short' })).toThrow(ConfigurationError);
});
