import { type Environment, requiredVariable, sitesOf } from '../../src/config/environment.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { checkedPasswordHash } from '../../src/passwords/passwordHash.ts';
import { staffToken } from '../analytics/staffToken.ts';
import type { PeopleHandlerDependencies } from './createHandler.ts';

export interface PeopleEnvironment
  extends Pick<PeopleHandlerDependencies, 'sites' | 'keys' | 'passwordHash' | 'token' | 'originSecret'> {
  readonly mongodbUri: string;
  readonly tableName: string;
  readonly queueUrl: string;
}

/**
 * `MONGODB_URI`, `COOKIE_KEYS`, `ADMIN_PASSWORD_HASH`, `ADMIN_TOKEN`, `ORIGIN_SECRET`, and the sites; and for `/health`
 * `TABLE_NAME` and `QUEUE_URL`, besides what `openRedisHotSessions` reads. The password itself is tried elsewhere; its hash is part
 * of what makes the staff's cookie valid.
 * @throws ConfigurationError that names what is missing or wrong and holds no value
 */
export const peopleEnvironment = (environment: Environment): PeopleEnvironment => ({
  mongodbUri: requiredVariable(environment, 'MONGODB_URI'),
  tableName: requiredVariable(environment, 'TABLE_NAME'),
  queueUrl: requiredVariable(environment, 'QUEUE_URL'),
  keys: parseKeyRing(requiredVariable(environment, 'COOKIE_KEYS')),
  passwordHash: checkedPasswordHash(requiredVariable(environment, 'ADMIN_PASSWORD_HASH')),
  token: staffToken(requiredVariable(environment, 'ADMIN_TOKEN')),
  originSecret: environment.ORIGIN_SECRET || undefined,
  sites: sitesOf(environment),
});
