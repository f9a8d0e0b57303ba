import type { Credentials } from '../adapters/aws/signRequest.ts';
import { type Environment, requiredVariable } from '../config/environment.ts';

/**
 * The credentials of a function's role, as Lambda puts them into its environment.
 * @throws ConfigurationError where there are none
 */
export const lambdaCredentials = (environment: Environment): Credentials => ({
  accessKeyId: requiredVariable(environment, 'AWS_ACCESS_KEY_ID'),
  secretAccessKey: requiredVariable(environment, 'AWS_SECRET_ACCESS_KEY'),
  ...(environment.AWS_SESSION_TOKEN ? { sessionToken: environment.AWS_SESSION_TOKEN } : {}),
});
