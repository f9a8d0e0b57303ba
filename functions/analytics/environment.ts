import { type Environment, requiredVariable, sitesOf } from '../../src/config/environment.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { checkedPasswordHash } from '../../src/passwords/passwordHash.ts';
import type { AnalyticsDependencies } from './createHandler.ts';
import { staffToken } from './staffToken.ts';

export interface AnalyticsEnvironment
  extends Pick<AnalyticsDependencies, 'sites' | 'keys' | 'passwordHash' | 'token' | 'originSecret'> {
  readonly tableName: string;
}

/**
 * `TABLE_NAME`, `COOKIE_KEYS`, `ADMIN_PASSWORD_HASH`, `ADMIN_TOKEN`, `ORIGIN_SECRET`, and the sites.
 * @throws ConfigurationError that names what is missing or wrong and holds no value
 */
export const analyticsEnvironment = (environment: Environment): AnalyticsEnvironment => ({
  tableName: requiredVariable(environment, 'TABLE_NAME'),
  keys: parseKeyRing(requiredVariable(environment, 'COOKIE_KEYS')),
  passwordHash: checkedPasswordHash(requiredVariable(environment, 'ADMIN_PASSWORD_HASH')),
  token: staffToken(requiredVariable(environment, 'ADMIN_TOKEN')),
  originSecret: environment.ORIGIN_SECRET || undefined,
  sites: sitesOf(environment),
});
