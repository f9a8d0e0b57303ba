import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { type Environment, requiredVariable, sitesOf } from '../../src/config/environment.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { checkedPasswordHash } from '../../src/passwords/passwordHash.ts';
import type { PeopleHandlerDependencies } from './createHandler.ts';

/** A token of fewer characters can be guessed. */
const MIN_TOKEN_LENGTH = 24;

export interface PeopleEnvironment
  extends Pick<PeopleHandlerDependencies, 'sites' | 'keys' | 'passwordHash' | 'token' | 'originSecret'> {
  readonly mongodbUri: string;
}

const tokenOf = (environment: Environment): string => {
  const token = requiredVariable(environment, 'ADMIN_TOKEN');
  if (token.length >= MIN_TOKEN_LENGTH) return token;
  throw new ConfigurationError(`ADMIN_TOKEN must have at least ${MIN_TOKEN_LENGTH} characters.`);
};

/**
 * `MONGODB_URI`, `COOKIE_KEYS`, `ADMIN_PASSWORD_HASH`, `ADMIN_TOKEN`, `ORIGIN_SECRET`, and the sites. The password itself is
 * tried elsewhere; its hash is part of what makes the staff's cookie valid.
 * @throws ConfigurationError that names what is missing or wrong and holds no value
 */
export const peopleEnvironment = (environment: Environment): PeopleEnvironment => ({
  mongodbUri: requiredVariable(environment, 'MONGODB_URI'),
  keys: parseKeyRing(requiredVariable(environment, 'COOKIE_KEYS')),
  passwordHash: checkedPasswordHash(requiredVariable(environment, 'ADMIN_PASSWORD_HASH')),
  token: tokenOf(environment),
  originSecret: environment.ORIGIN_SECRET || undefined,
  sites: sitesOf(environment),
});
