import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { DeployConfig } from '../config/DeployConfig.ts';
import type { Data } from '../data/createData.ts';
import type { SecretVariable } from './functionTable.ts';

/** A secret as its readers know it. */
export interface ReadableSecret {
  /** Its name or ARN, by which it is asked for. */
  readonly id: string;
  /** The resources of a policy that lets somebody read it. */
  readonly resources: readonly string[];
}

/** The secret of each variable, where this deployment has it. */
export type Secrets = { readonly [Variable in SecretVariable]?: ReadableSecret | undefined };

/** Secrets Manager ends a secret's ARN with a hyphen and six characters of its own, which its name does not tell. */
const UNKNOWN_END = '-??????';

/** Whether an ARN has that end already can be seen neither of a token nor of a name that ends alike: it is taken with and without. */
const givenSecret = (scope: Construct, nameOrArn: string): ReadableSecret => {
  if (Token.isUnresolved(nameOrArn) || nameOrArn.startsWith('arn:')) {
    return { id: nameOrArn, resources: [nameOrArn, nameOrArn + UNKNOWN_END] };
  }
  const arn = Arn.format(
    {
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: nameOrArn,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    },
    Stack.of(scope),
  );
  return { id: nameOrArn, resources: [arn + UNKNOWN_END] };
};

const generated = (secret: ISecret | undefined): ReadableSecret | undefined =>
  secret && { id: secret.secretArn, resources: [secret.secretArn] };

export const secretsOf = (
  scope: Construct,
  { mongodbUri, adminPasswordHash, adminToken, redisPassword }: DeployConfig['givenSecrets'],
  { secrets }: Data,
): Secrets => ({
  MONGODB_URI: givenSecret(scope, mongodbUri),
  ADMIN_PASSWORD_HASH: givenSecret(scope, adminPasswordHash),
  ADMIN_TOKEN: givenSecret(scope, adminToken),
  COOKIE_KEYS: generated(secrets.cookieKeys),
  CONVERSION_KEYS: generated(secrets.conversionKeys),
  JWT_KEYS: generated(secrets.jwtKeys),
  ORIGIN_SECRET: generated(secrets.origin),
  REDIS_PASSWORD:
    redisPassword === undefined ? generated(secrets.redisPassword) : givenSecret(scope, redisPassword),
});
