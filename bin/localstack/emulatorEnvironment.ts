import type { Environment } from '../../src/config/environment.ts';

/** The region that the app is deployed to: LocalStack has them all, and commands must agree on one. */
export const REGION = 'us-east-1';

/**
 * The environment of a deployment's programs: theirs, without anything that could lead them to a real account.
 * Profiles, session tokens and endpoints of single services go; the keys are ones that no account has.
 */
export const emulatorEnvironment = (environment: Environment, endpoint: string): Environment => ({
  ...Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(AWS|CDK_DEFAULT)_/i.test(name))),
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});
