import { type Environment, requiredVariable } from '../../src/config/environment.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import type { KeyRing } from '../../src/domain/cookies/signedValue.ts';

export interface ConversionEnvironment {
  readonly conversionKeys: KeyRing;
  readonly mongodbUri: string;
}

/**
 * `CONVERSION_KEYS` and `MONGODB_URI`; what the session middleware needs is read by `sessionFromEnvironment`.
 * @throws ConfigurationError that names what is missing or wrong and holds no value
 */
export const conversionEnvironment = (environment: Environment): ConversionEnvironment => ({
  conversionKeys: parseKeyRing(requiredVariable(environment, 'CONVERSION_KEYS'), 'CONVERSION_KEYS'),
  mongodbUri: requiredVariable(environment, 'MONGODB_URI'),
});
