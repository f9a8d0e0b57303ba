import { describe, expect, it } from 'vitest';
import { analyticsEnvironment } from '../../functions/analytics/environment.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { createStaffGuard } from '../../src/staff/createStaffGuard.ts';
import { PASSWORD_HASH, TOKEN } from '../analytics/storedShop.ts';
import { testKeys } from '../support/testShop.ts';

const complete = {
  TABLE_NAME: 'footfall',
  COOKIE_KEYS: 'k'.repeat(32),
  ADMIN_PASSWORD_HASH: PASSWORD_HASH,
  ADMIN_TOKEN: TOKEN,
};

describe('the metrics API’s environment', () => {
  it('is read where it is complete', () => {
    expect(analyticsEnvironment(complete)).toMatchObject({
      tableName: 'footfall',
      token: TOKEN,
      originSecret: undefined,
    });
  });

  it.each(Object.keys(complete))('without %s does not run', (name) => {
    expect(() => analyticsEnvironment({ ...complete, [name]: '' })).toThrow(ConfigurationError);
  });

  it.each([
    ['ADMIN_TOKEN', 'short'],
    ['ADMIN_PASSWORD_HASH', 'the password itself'],
  ])('says nothing of a wrong %s', (name, value) => {
    const read = () => analyticsEnvironment({ ...complete, [name]: value });
    expect(read).toThrow(name);
    expect(read).not.toThrow(value);
  });

  it('lets nobody in by an empty token', () => {
    expect(() => createStaffGuard({ keys: testKeys, passwordHash: PASSWORD_HASH, token: '' })).toThrow(
      ConfigurationError,
    );
  });
});
