import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildFunction } from '../../bin/build/buildFunctions.ts';
import { SITES_FILE, sitesModule } from '../../src/config/sitesModule.ts';
import { parseMessage } from '../../src/domain/events/parseMessage.ts';
import type { RunningServer } from '../servers/process.ts';
import { describeWith, startMinistack, startRedis } from '../servers/servers.ts';
import { eventV2, lambdaContext } from '../support/apiGatewayEvents.ts';
import { SHOP_ORIGIN, testSites } from '../support/testShop.ts';

/** What Lambda's runtime does with a function: loads it once, and gives it an event. */
const RUNTIME = `
  const [bundle, event, context] = process.argv.slice(1);
  const { handler } = await import(bundle);
  console.log('ANSWER' + JSON.stringify(await handler(JSON.parse(event), JSON.parse(context))));
  process.exit();`;

const COOKIE_KEYS = 'the-first-key-of-32-bytes-or-more,an-older-key-of-32-bytes-or-more';
const REDIS_PASSWORD = 'a password of the cache';

const hit = eventV2({
  headers: { 'content-type': 'application/json', origin: SHOP_ORIGIN },
  body: JSON.stringify({ eventType: 'page_view', path: '/shoes' }),
});

describeWith(
  ['ministack', 'redis'],
  'the built /track in a bare process, its secrets in Secrets Manager,',
  () => {
    let aws: RunningServer & { url: string };
    let redis: RunningServer & { url: string };
    let admin: Redis;
    let sqs: SQSClient;
    let folder: string;
    let queueUrl: string;

    beforeAll(async () => {
      [aws, redis] = await Promise.all([startMinistack(), startRedis()]);
      const client = {
        endpoint: aws.url,
        region: 'eu-central-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      };
      sqs = new SQSClient(client);
      queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'events' }))).QueueUrl ?? '';
      const secrets = new SecretsManagerClient(client);
      for (const [Name, SecretString] of [
        ['shop/cookie-keys', COOKIE_KEYS],
        ['shop/redis-password', REDIS_PASSWORD],
        ['shop/mongodb-uri', 'mongodb://user:their-password@127.0.0.1:1/'],
      ]) {
        await secrets.send(new CreateSecretCommand({ Name, SecretString }));
      }
      secrets.destroy();
      admin = new Redis(redis.url);
      await admin.config('SET', 'requirepass', REDIS_PASSWORD);

      folder = await mkdtemp(join(tmpdir(), 'footfall-track-'));
      await buildFunction('track', folder);
      // As who deploys a built function for a shop's own sites does.
      await writeFile(join(folder, 'track', SITES_FILE), sitesModule(testSites));
    });
    afterAll(async () => {
      admin?.disconnect();
      sqs?.destroy();
      await Promise.all([aws?.stop(), redis?.stop()]);
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    const environment = () => ({
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SESSION_TOKEN: 'of the role',
      AWS_ENDPOINT_URL: aws.url,
      QUEUE_URL: queueUrl,
      REDIS_URL: redis.url,
      REDIS_PASSWORD_SECRET_ARN: 'shop/redis-password',
      MONGODB_URI_SECRET_ARN: 'shop/mongodb-uri',
      COOKIE_KEYS_SECRET_ARN: 'shop/cookie-keys',
      POWERTOOLS_LOG_LEVEL: 'WARN',
    });

    const invoke = (env: { readonly [name: string]: string }) => {
      const bundle = join(folder, 'track', 'handler.mjs');
      const args = [
        '--input-type=module',
        '-e',
        RUNTIME,
        bundle,
        JSON.stringify(hit),
        JSON.stringify(lambdaContext),
      ];
      return promisify(execFile)(process.execPath, args, { env });
    };

    it('takes an event in, and has its message on the queue and its session in Redis', async () => {
      const { stdout } = await invoke(environment());
      // Nothing else was worth a line.
      expect(stdout).toMatch(/^ANSWER/);
      expect(JSON.parse(stdout.slice('ANSWER'.length))).toMatchObject({
        statusCode: 200,
        body: '{"ok":true,"accepted":1}',
        cookies: [expect.stringMatching(/^session=/), expect.stringMatching(/^visitor_id=/)],
      });

      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 2, MaxNumberOfMessages: 10 }),
      );
      const parsed = Messages.map(({ Body = '' }) => parseMessage(Body));
      expect(parsed).toMatchObject([
        {
          ok: true,
          message: { session: { site: 'shop' }, events: [{ type: 'session_started' }, { path: '/shoes' }] },
        },
      ]);
      expect(await admin.keys('*')).not.toEqual([]);
    });

    it.each([
      ['COOKIE_KEYS_SECRET_ARN', 'a secret that is not there', { COOKIE_KEYS_SECRET_ARN: 'shop/nothing' }],
      ['QUEUE_URL', 'a variable that is not set', { QUEUE_URL: '' }],
      ['MONGODB_URI', 'a value beside its secret', { MONGODB_URI: 'mongodb://another-password@host/' }],
    ])('does not start without %s: %s is told as critical, and no value is', async (variable, _, change) => {
      const failure = await invoke({ ...environment(), ...change }).then(
        () => undefined,
        (error: unknown) =>
          error as { readonly code: number; readonly stdout: string; readonly stderr: string },
      );
      expect(failure?.code).toBe(1);
      const told = `${failure?.stdout}${failure?.stderr}`;
      const lines = told
        .split('\n')
        .flatMap((line) => (line.startsWith('{"level"') ? [JSON.parse(line)] : []));
      expect(lines).toMatchObject([
        {
          level: 'CRITICAL',
          message: 'cannot start',
          error: { name: 'ConfigurationError', message: expect.stringContaining(variable) },
        },
      ]);
      for (const value of [COOKIE_KEYS, REDIS_PASSWORD, 'their-password', 'another-password']) {
        expect(told).not.toContain(value);
      }
    });
  },
);
