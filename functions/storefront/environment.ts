import { type Environment, requiredVariable } from '../../src/config/environment.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import type { StorefrontDependencies } from '../../src/storefront/StorefrontDependencies.ts';

export interface StorefrontEnvironment extends Pick<StorefrontDependencies, 'jwtKeys'> {
  readonly mongodbUri: string;
  readonly tableName: string;
}

/**
 * `MONGODB_URI`, `TABLE_NAME` and `JWT_KEYS`; what the session middleware reads besides, `sessionFromEnvironment` says.
 * @throws ConfigurationError that names what is missing or wrong and holds no value
 */
export const storefrontEnvironment = (environment: Environment): StorefrontEnvironment => ({
  mongodbUri: requiredVariable(environment, 'MONGODB_URI'),
  tableName: requiredVariable(environment, 'TABLE_NAME'),
  jwtKeys: parseKeyRing(requiredVariable(environment, 'JWT_KEYS'), 'JWT_KEYS'),
});
