import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createQueues } from '../../local/queue/createQueues.ts';
import { startLoopbackFauxqs } from '../../local/queue/loopbackFauxqs.ts';
import { sqsCalls } from '../../src/adapters/sqs/sqsCalls.ts';
import { parseMessage } from '../../src/domain/events/parseMessage.ts';
import { eventV2 } from '../support/apiGatewayEvents.ts';
import { SHOP_ORIGIN } from '../support/testShop.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOT_PACKED = new Set(['node_modules', 'dist', '.git', '.footfall', 'test', 'bench']);
const REGION = 'eu-central-1';
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** A shop's own Lambda, as the README has it, with a login. */
const HANDLER = `
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type AttachedSession, footfallSession } from 'footfall/middleware';

const session = await footfallSession({
  pageViews: 'server',
  customerOf: async (request) => request.header('x-proven-customer'),
});

export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(session)
  .handler(async (event) => {
    event.track('wishlist_shared', { items: 3 });
    // @ts-expect-error: a session may be absent
    const certain: string = event.session.id;
    await event.login('customer-7');
    const attached: AttachedSession | undefined = event.session;
    // @ts-expect-error: the cookie's secret is nobody's business
    attached?.secret;
    return {
      statusCode: 200,
      body: JSON.stringify({ visit: attached?.id ?? certain, type: attached?.type, customer: attached?.customerId }),
    };
  });
`;

const INVOKE = `
import { handler } from './handler.ts';
const answer = await handler(JSON.parse(process.argv[2]), {});
process.stdout.write(JSON.stringify(answer));
process.exit(0);
`;

const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    // As `tsc --init` has it: Middy's own types name a package that is only there where it is used.
    skipLibCheck: true,
    types: ['node'],
  },
  include: ['handler.ts'],
};

const SITE = {
  id: 'shop',
  host: 'shop.example',
  origins: [SHOP_ORIGIN],
  timezone: 'UTC',
  currency: 'EUR',
};

const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'footfall-outside-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** Packs a copy: the build writes into the checkout, where other tests are at work. */
const pack = async (): Promise<string> => {
  const copy = await temporaryFolder();
  for (const name of await readdir(ROOT)) {
    if (!NOT_PACKED.has(name)) await cp(join(ROOT, name), join(copy, name), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const { stdout } = await run('npm', ['pack', '--json'], { cwd: copy, maxBuffer: 64 * 2 ** 20 });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as [{ filename: string }];
  return join(copy, packed.filename);
};

const queue = async () => {
  const server = await startLoopbackFauxqs({ port: 0, region: REGION });
  onTestFinished(() => server.close());
  const calls = sqsCalls({
    endpoint: server.endpoint,
    region: REGION,
    credentials: () => CREDENTIALS,
    now: Date.now,
  });
  onTestFinished(() => calls.close());
  const { queueUrl } = await createQueues({ calls, name: 'outside', maxReceiveCount: 5 });
  return {
    endpoint: server.endpoint,
    queueUrl,
    messages: async () => {
      const body = { QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
      const told = (await calls.call('ReceiveMessage', JSON.stringify(body), 5_000)) as unknown as {
        readonly Messages?: readonly { readonly Body: string }[];
      };
      return (told.Messages ?? []).map(({ Body }) => {
        const parsed = parseMessage(Body);
        if (!parsed.ok) throw new Error(parsed.reason);
        return parsed.message;
      });
    },
  };
};

/** Whether npm reaches a registry: the packed package is installed with its dependencies, as a shop would. */
const reachesRegistry = await run('npm', ['ping'], { timeout: 20_000 }).then(
  () => true,
  () => false,
);
if (!reachesRegistry) {
  if (process.env.CI === 'true') throw new Error('CI needs the npm registry to install the package outside');
  process.stderr.write('\n!! SKIPPED for want of the npm registry: the package, used from outside\n');
}

describe.skipIf(!reachesRegistry)('the package, packed and installed into an empty project', () => {
  it('compiles there under strict TypeScript, and tracks a request and a login', {
    timeout: 300_000,
  }, async () => {
    const [tarball, project, sqs] = await Promise.all([pack(), temporaryFolder(), queue()]);
    await writeFile(
      join(project, 'package.json'),
      JSON.stringify({ name: 'a-shop', version: '1.0.0', private: true, type: 'module' }),
    );
    await Promise.all([
      writeFile(join(project, 'handler.ts'), HANDLER),
      writeFile(join(project, 'invoke.ts'), INVOKE),
      writeFile(join(project, 'tsconfig.json'), JSON.stringify(TSCONFIG)),
    ]);
    const asked = ['@middy/core@7', '@types/aws-lambda@8', '@types/node@24', 'typescript@7'];
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...asked], {
      cwd: project,
    });
    const compiled = await run('npx', ['--no-install', 'tsc', '-p', '.'], { cwd: project }).catch(
      (error: { stdout: string }) => error,
    );
    expect(compiled.stdout).toBe('');

    const event = eventV2({
      method: 'POST',
      path: '/wishlist/share',
      headers: { origin: SHOP_ORIGIN },
      body: '{}',
    });
    const { stdout } = await run(process.execPath, ['invoke.ts', JSON.stringify(event)], {
      cwd: project,
      env: {
        PATH: process.env.PATH,
        SITES: JSON.stringify([SITE]),
        COOKIE_KEYS: 'k'.repeat(32),
        AWS_REGION: REGION,
        AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
        AWS_ENDPOINT_URL_SQS: sqs.endpoint,
        QUEUE_URL: sqs.queueUrl,
        // Nobody is there: a shop's request is answered all the same.
        REDIS_URL: 'redis://127.0.0.1:1',
        MONGODB_URI: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200',
      },
    });
    const answer = JSON.parse(stdout.slice(stdout.lastIndexOf('{"statusCode"')));
    expect(answer).toMatchObject({
      statusCode: 200,
      cookies: [/^session=/, /^visitor_id=/].map((start) => expect.stringMatching(start)),
    });
    const told = JSON.parse(answer.body);
    expect(told).toEqual({ visit: expect.any(String), type: 'CUSTOMER', customer: 'customer-7' });

    const messages = await sqs.messages();
    expect(messages.map(({ session }) => session.id)).toEqual(messages.map(() => told.visit));
    expect(messages.flatMap(({ events }) => events.map(({ type }) => type)).sort()).toEqual([
      'customer_login',
      'page_view',
      'session_started',
      'wishlist_shared',
    ]);
  });
});
