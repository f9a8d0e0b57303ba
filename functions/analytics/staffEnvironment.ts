import { type Environment, requiredVariable } from '../../src/config/environment.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { sitesOf } from '../../src/config/sitesOf.ts';
import type { Site } from '../../src/domain/site.ts';
import { checkedPasswordHash } from '../../src/passwords/passwordHash.ts';
import type { AnalyticsDependencies } from './createHandler.ts';
import { staffToken } from './staffToken.ts';

/** What a function needs that answers the shop's staff, beside the places of what it answers from. */
export interface StaffEnvironment
  extends Pick<AnalyticsDependencies, 'keys' | 'passwordHash' | 'token' | 'originSecret'> {
  readonly sites: readonly [Site, ...Site[]];
}

/**
 * `COOKIE_KEYS`, `ADMIN_PASSWORD_HASH`, `ADMIN_TOKEN`, `ORIGIN_SECRET`, and the sites.
 * @throws ConfigurationError that names what is missing or wrong and holds no value
 */
export const staffEnvironment = (environment: Environment): StaffEnvironment => ({
  keys: parseKeyRing(requiredVariable(environment, 'COOKIE_KEYS')),
  passwordHash: checkedPasswordHash(requiredVariable(environment, 'ADMIN_PASSWORD_HASH')),
  token: staffToken(requiredVariable(environment, 'ADMIN_TOKEN')),
  originSecret: environment.ORIGIN_SECRET || undefined,
  sites: sitesOf(environment),
});
