import { AwsFault } from '../adapters/aws/AwsFault.ts';
import { configuredEndpoint } from '../adapters/aws/configuredEndpoint.ts';
import { type SecretsManager, secretsManager } from '../adapters/aws/secretsManager.ts';
import { ConfigurationError } from '../config/ConfigurationError.ts';
import { type Environment, requiredVariable } from '../config/environment.ts';
import { lambdaCredentials } from './lambdaCredentials.ts';

const SUFFIX = '_SECRET_ARN';

/** A variable whose value is a secret. */
interface NamedSecret {
  readonly variable: string;
  /** ARN or name. */
  readonly id: string;
}

const namedSecrets = (environment: Environment, only: readonly string[] | undefined): NamedSecret[] =>
  Object.entries(environment).flatMap(([name, id]) => {
    const variable = name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : '';
    if (variable === '' || !id || only?.includes(variable) === false) return [];
    if (environment[variable]) throw new ConfigurationError(`${variable} and ${name} are both set.`);
    return [{ variable, id }];
  });

const connect = (environment: Environment): SecretsManager => {
  const region = requiredVariable(environment, 'AWS_REGION');
  return secretsManager({
    endpoint:
      configuredEndpoint(environment, 'SECRETS_MANAGER') ?? `https://secretsmanager.${region}.amazonaws.com`,
    region,
    credentials: () => lambdaCredentials(environment),
    now: Date.now,
  });
};

/**
 * An environment whose secrets are in it: for each `X_SECRET_ARN`, the ARN or the name of a secret of Secrets Manager, `X` is the
 * secret's text, without white space around it. They are read side by side, once, when a function starts.
 * @param only the variables that may be secrets; without it, any: a shop's own function has secrets that are none of our business
 * @throws ConfigurationError that names the variable whose secret cannot be read, or that is set besides; it holds no value
 */
export const environmentWithSecrets = async (
  environment: Environment,
  only?: readonly string[],
): Promise<Environment> => {
  const named = namedSecrets(environment, only);
  if (named.length === 0) return environment;
  const secrets = connect(environment);
  const resolved: { [name: string]: string | undefined } = { ...environment };
  try {
    await Promise.all(
      named.map(async ({ variable, id }) => {
        const text = await secrets.read(id).catch((cause: unknown) => {
          const why = cause instanceof AwsFault ? cause.code : 'unknown';
          throw new ConfigurationError(`The secret of ${variable}${SUFFIX} cannot be read (${why}).`, {
            cause,
          });
        });
        // A secret that was put from a file, or pasted, ends in a line's end.
        resolved[variable] = text.trim();
        delete resolved[variable + SUFFIX];
      }),
    );
  } finally {
    secrets.close();
  }
  return resolved;
};
