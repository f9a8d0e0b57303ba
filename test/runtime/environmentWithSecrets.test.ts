import { inspect } from 'node:util';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { environmentWithSecrets } from '../../src/runtime/environmentWithSecrets.ts';
import { sessionFromEnvironment } from '../../src/runtime/sessionFromEnvironment.ts';
import type { RunningServer } from '../servers/process.ts';
import { describeWith, startMinistack } from '../servers/servers.ts';
import { keptLog, testSites } from '../support/testShop.ts';

const LAMBDA = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/** What it is refused with. */
const refusal = async (...args: Parameters<typeof environmentWithSecrets>): Promise<Error> => {
  const error: unknown = await environmentWithSecrets(...args).then(
    () => 'not refused',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConfigurationError);
  return error as Error;
};

describe('an environment without secrets', () => {
  it('is as it was, and nobody is asked', async () => {
    const environment = { COOKIE_KEYS: 'k', JWT_KEYS_SECRET_ARN: '', _SECRET_ARN: 'arn:of-nothing' };
    expect(await environmentWithSecrets(environment)).toBe(environment);
  });

  it('is refused where a value and its secret are both given', async () => {
    const { message } = await refusal({ ...LAMBDA, COOKIE_KEYS: 'hunter2', COOKIE_KEYS_SECRET_ARN: 'arn:x' });
    expect(message).toBe('COOKIE_KEYS and COOKIE_KEYS_SECRET_ARN are both set.');
  });

  it('is refused where nothing says which region to ask', async () => {
    expect((await refusal({ COOKIE_KEYS_SECRET_ARN: 'arn:x' })).message).toBe('AWS_REGION is missing.');
  });
});

describeWith(['ministack'], 'an environment whose secrets are in Secrets Manager', () => {
  let server: RunningServer & { url: string };
  const arns: Record<string, string> = {};

  beforeAll(async () => {
    server = await startMinistack();
    const client = new SecretsManagerClient({
      endpoint: server.url,
      region: LAMBDA.AWS_REGION,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    for (const [Name, SecretString] of [
      ['shop/cookie-keys', 'k'.repeat(32)],
      ['shop/uri', 'mongodb+srv://u:p%20ä€@host/db?a="b"'],
      ['shop/from-a-file', ' mongodb://host/db\r\n'],
    ] as const) {
      arns[Name] = (await client.send(new CreateSecretCommand({ Name, SecretString }))).ARN ?? '';
    }
    await client.send(new CreateSecretCommand({ Name: 'shop/bytes', SecretBinary: Buffer.from('bytes') }));
    client.destroy();
  });
  afterAll(() => server?.stop());

  const inLambda = () => ({ ...LAMBDA, AWS_ENDPOINT_URL: server.url });

  it('has them in it, by ARN or by name, and names none of them any more', async () => {
    const environment = await environmentWithSecrets({
      ...inLambda(),
      COOKIE_KEYS_SECRET_ARN: arns['shop/cookie-keys'],
      MONGODB_URI_SECRET_ARN: 'shop/uri',
      REDIS_URL: 'redis://cache',
    });
    expect(environment).toEqual({
      ...inLambda(),
      COOKIE_KEYS: 'k'.repeat(32),
      MONGODB_URI: 'mongodb+srv://u:p%20ä€@host/db?a="b"',
      REDIS_URL: 'redis://cache',
    });
  });

  it('has no line’s end in them, which a secret that was put from a file has', async () => {
    const environment = await environmentWithSecrets({
      ...inLambda(),
      MONGODB_URI_SECRET_ARN: 'shop/from-a-file',
    });
    expect(environment.MONGODB_URI).toBe('mongodb://host/db');
  });

  it('asks the endpoint of the service before the general one', async () => {
    const environment = await environmentWithSecrets({
      ...LAMBDA,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
      MONGODB_URI_SECRET_ARN: 'shop/uri',
    });
    expect(environment.MONGODB_URI).toMatch(/^mongodb/);
  });

  it('leaves a stranger’s secrets alone where it is told which are its own', async () => {
    const environment = await environmentWithSecrets(
      { ...inLambda(), COOKIE_KEYS_SECRET_ARN: 'shop/cookie-keys', THEIRS_SECRET_ARN: 'arn:not-to-be-read' },
      ['COOKIE_KEYS'],
    );
    expect(environment).toMatchObject({
      COOKIE_KEYS: 'k'.repeat(32),
      THEIRS_SECRET_ARN: 'arn:not-to-be-read',
    });
  });

  it.each([
    ['is not there', 'shop/nothing', 'ResourceNotFoundException'],
    ['holds no text', 'shop/bytes', 'NoText'],
  ])('is refused by the name of the variable whose secret %s', async (_, id, why) => {
    const error = await refusal({
      ...inLambda(),
      MONGODB_URI_SECRET_ARN: 'shop/uri',
      COOKIE_KEYS_SECRET_ARN: id,
    });
    expect(error.message).toBe(`The secret of COOKIE_KEYS_SECRET_ARN cannot be read (${why}).`);
    expect(inspect(error)).not.toContain('mongodb+srv');
  });

  it('is refused where Secrets Manager does not answer', async () => {
    const error = await refusal({
      ...LAMBDA,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      COOKIE_KEYS_SECRET_ARN: 'shop/cookie-keys',
    });
    expect(error.message).toBe('The secret of COOKIE_KEYS_SECRET_ARN cannot be read (ECONNREFUSED).');
  });

  it('is what the session middleware of a shop’s own function starts from', async () => {
    const log = keptLog();
    const environment = {
      ...inLambda(),
      SITES: JSON.stringify(testSites),
      COOKIE_KEYS_SECRET_ARN: 'shop/cookie-keys',
      MONGODB_URI_SECRET_ARN: 'shop/uri',
      THEIRS_SECRET_ARN: 'arn:not-to-be-read',
      QUEUE_URL: `${server.url}/000000000000/events`,
      REDIS_URL: 'redis://127.0.0.1:1',
    };
    const session = await sessionFromEnvironment(environment, log);
    expect(session.keys).toHaveLength(1);
    await session.hotSessions.close();
    await expect(
      sessionFromEnvironment({ ...environment, COOKIE_KEYS_SECRET_ARN: 'shop/nothing' }, log),
    ).rejects.toThrow(/^The secret of COOKIE_KEYS_SECRET_ARN cannot be read/);
  });
});
