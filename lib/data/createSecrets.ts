import { CfnOutput, CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { DeployConfig } from '../config/DeployConfig.ts';
import { acknowledge } from '../nag/acknowledge.ts';
import { removalPolicyOf } from './removalPolicyOf.ts';

/** Letters and digits: some 380 bits, at home in headers, key rings and ElastiCache alike (which takes 16 to 128). */
const SECRET_CHARACTERS = 64;
/** What `excludePunctuation` leaves out, told once more: MiniStack reads this one alone, and a comma would part a key in two. */
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** The secrets that nobody needs to know, each one's own, so that a function reads those alone that it uses. */
export interface GeneratedSecrets {
  /** The ring of session and visitor cookies. */
  readonly cookieKeys: ISecret;
  /** The ring of the shops' servers that report orders. */
  readonly conversionKeys: ISecret;
  /** The ring of the storefront's tokens, which come and go: it stays. */
  readonly jwtKeys: ISecret;
  /** By which CloudFront proves itself to the functions, where there is CloudFront. */
  readonly origin: ISecret | undefined;
  /** Of the cache, where it is ours. */
  readonly redisPassword: ISecret | undefined;
}

/** Made by Secrets Manager at the first deployment, and never again. */
export const createSecrets = (
  scope: Construct,
  { cdn, cache, keepData }: Pick<DeployConfig, 'cdn' | 'cache' | 'keepData'>,
): GeneratedSecrets => {
  const secrets = new Construct(scope, 'Secrets');
  acknowledge(
    secrets,
    'AwsSolutions-SMG4',
    'Renewed by hand, in two steps (docs/operations.md): what an old key signed must stay good, and readers read at start.',
  );
  const secret = (id: string, description: string): ISecret => {
    const made = new Secret(secrets, id, {
      description,
      generateSecretString: {
        passwordLength: SECRET_CHARACTERS,
        excludePunctuation: true,
        excludeCharacters: PUNCTUATION,
      },
      removalPolicy: removalPolicyOf({ keepData }),
    });
    new CfnOutput(scope, `${id}Secret`, { value: made.secretArn, description });
    // CDK's classes do not fit its interfaces under `exactOptionalPropertyTypes`.
    return made as ISecret;
  };
  // Exported whether or not somebody reads it now: what another stack still imports, CloudFormation lets nobody take away.
  const lasting = (made: ISecret): ISecret => {
    if (Stack.isStack(scope)) scope.exportValue(made.secretArn);
    return made;
  };
  // Read by its name when a stack is deployed, and so free to go: `Fn::GetStackOutput` of CloudFormation.
  const passing = (made: ISecret): ISecret => {
    CrossStackReferences.of(made).produce(ReferenceStrength.WEAK);
    return made;
  };
  const ring = (id: string, of: string): ISecret =>
    secret(id, `Keys of ${of}: newest first, separated by commas.`);
  const origin = lasting(secret('Origin', 'By which CloudFront proves itself to the functions.'));
  return {
    cookieKeys: ring('CookieKeys', 'session and visitor cookies'),
    conversionKeys: ring('ConversionKeys', 'the servers that report orders'),
    jwtKeys: lasting(ring('JwtKeys', 'the tokens of the storefront')),
    origin: cdn === 'cloudfront' ? origin : undefined,
    redisPassword:
      cache.kind === 'elasticache'
        ? passing(secret('RedisPassword', 'Password of the cache of hot sessions.'))
        : undefined,
  };
};
