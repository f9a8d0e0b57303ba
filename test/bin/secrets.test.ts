import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, it } from 'vitest';
import { verifyPassword } from '../../src/passwords/passwordHash.ts';
import { describeWith } from '../servers/servers.ts';
import { onMinistack } from './onMinistack.ts';
import { runCommand } from './runCommand.ts';

const GIVEN = { MONGODB_URI: 'mongodb+srv://u:p@host/footfall', ADMIN_PASSWORD: 'correct horse' };

describeWith(['ministack'], 'npm run secrets', () => {
  const { client, config, environment } = onMinistack((found) => new SecretsManagerClient(found));

  const secrets = (args: readonly string[], env: { readonly [name: string]: string } = {}) =>
    runCommand('secrets', args, {
      ...environment(),
      ...env,
    });
  const stored = async (name: string): Promise<string> =>
    (await client().send(new GetSecretValueCommand({ SecretId: name }))).SecretString ?? '';

  it('makes the three, of the password only its hash, and shows once what it made itself', async () => {
    const { code, stdout } = await secrets([], GIVEN);
    expect(code).toBe(0);
    expect(await stored('footfall/mongodb-uri')).toBe(GIVEN.MONGODB_URI);
    expect(await verifyPassword(GIVEN.ADMIN_PASSWORD, await stored('footfall/admin-password-hash'))).toBe(
      true,
    );
    const token = await stored('footfall/admin-token');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(stdout).toBe(
      `footfall/mongodb-uri: made.\nfootfall/admin-password-hash: made.\nfootfall/admin-token: made. Shown this once: ${token}\n`,
    );
  });

  it('leaves those that are there, and asks nobody for them', async () => {
    await secrets(['--prefix', 'kept'], GIVEN);
    const { code, stdout } = await secrets(['--prefix', 'kept']);
    expect(code).toBe(0);
    expect(stdout.match(/is there, and stays as it is/g)).toHaveLength(3);
    await secrets(['--prefix', 'kept'], { ...GIVEN, MONGODB_URI: 'mongodb://other/' });
    expect(await stored('kept/mongodb-uri')).toBe(GIVEN.MONGODB_URI);
  });

  it('renews where it is told to, all or one of them', async () => {
    await secrets(['--prefix', 'renewed'], GIVEN);
    const ADMIN_TOKEN = 'a-token-of-the-programs-of-the-staff';
    const one = await secrets(['--prefix', 'renewed', '--replace', '--only', 'admin-token'], { ADMIN_TOKEN });
    expect(one.stdout).toMatch(
      /^renewed\/admin-token: renewed\.\nFunctions read their secrets when they start/,
    );
    expect(one.stdout).not.toContain(ADMIN_TOKEN);
    expect(await stored('renewed/admin-token')).toBe(ADMIN_TOKEN);
    const all = await secrets(['--prefix', 'renewed', '--replace'], {
      ...GIVEN,
      MONGODB_URI: 'mongodb://other/',
    });
    expect(all.stdout.match(/: renewed\./g)).toHaveLength(3);
    expect(await stored('renewed/mongodb-uri')).toBe('mongodb://other/');
  });

  it('takes the region that it is told', async () => {
    expect((await secrets(['--region', 'us-west-2', '--prefix', 'west'], GIVEN)).code).toBe(0);
    const west = new SecretsManagerClient(config('us-west-2'));
    const { ARN } = await west.send(new GetSecretValueCommand({ SecretId: 'west/mongodb-uri' }));
    west.destroy();
    expect(ARN).toContain(':us-west-2:');
  });

  it.each([
    ['MONGODB_URI is not set, and there is no terminal to ask at.', {}],
    ['MONGODB_URI must be a connection string', { MONGODB_URI: 'host:27017' }],
    ['ADMIN_PASSWORD must have at least 8 characters.', { ...GIVEN, ADMIN_PASSWORD: 'short' }],
    ['ADMIN_TOKEN must have at least 24 characters.', { ...GIVEN, ADMIN_TOKEN: 'short' }],
    ['AWS says ECONNREFUSED: ', { ...GIVEN, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }],
  ])('ends with 1 and "%s"', async (sentence, env) => {
    const { code, stderr } = await secrets(['--prefix', `bad${sentence.length}`], env);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    for (const value of ['host:27017', 'short']) expect(stderr).not.toContain(value);
  });
});
