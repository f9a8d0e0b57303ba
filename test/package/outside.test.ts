import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createQueues } from '../../local/queue/createQueues.ts';
import { startLoopbackFauxqs } from '../../local/queue/loopbackFauxqs.ts';
import { sqsCalls } from '../../src/adapters/sqs/sqsCalls.ts';
import { parseMessage } from '../../src/domain/events/parseMessage.ts';
import { eventV2 } from '../support/apiGatewayEvents.ts';
import { SHOP_ORIGIN } from '../support/testShop.ts';
import { installAndCompile, pack, reachesRegistry, run, temporaryFolder } from './emptyProject.ts';

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

/** A shop's own CDK app, with Footfall in it. */
const STACK = `
import { App, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Footfall } from 'footfall/cdk';

const stack = new Stack(new App(), 'Shop');
const footfall = new Footfall(stack, 'Analytics', {
  sites: [{ id: 'shop', host: 't.shop.example', origins: ['https://shop.example'], timezone: 'Europe/Berlin', currency: 'EUR' }],
  mongodbUriSecret: 'footfall/mongodb-uri',
  adminPasswordHashSecret: 'footfall/admin-password-hash',
  adminTokenSecret: 'footfall/admin-token',
});
footfall.grantSession(
  new Function(stack, 'Checkout', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
    vpc: footfall.vpc,
    securityGroups: [footfall.lambdaSecurityGroup],
  }),
);
`;

const SITE = {
  id: 'shop',
  host: 'shop.example',
  origins: [SHOP_ORIGIN],
  timezone: 'UTC',
  currency: 'EUR',
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

if (!reachesRegistry) {
  if (process.env.CI === 'true') throw new Error('CI needs the npm registry to install the package outside');
  process.stderr.write('\n!! SKIPPED for want of the npm registry: the package, used from outside\n');
}

describe.skipIf(!reachesRegistry)('the package, packed and installed into an empty project', () => {
  const cleanings: (() => Promise<void>)[] = [];
  let tarball: string;
  beforeAll(async () => {
    tarball = await pack(await temporaryFolder((clean) => cleanings.push(clean)));
    return async () => {
      for (const clean of cleanings) await clean();
    };
  }, 200_000);

  it('compiles there under strict TypeScript, and tracks a request and a login', {
    timeout: 300_000,
  }, async () => {
    const [project, sqs] = await Promise.all([temporaryFolder(onTestFinished), queue()]);
    const complaints = await installAndCompile(project, {
      tarball,
      packages: ['@middy/core@7', '@types/aws-lambda@8'],
      files: { 'handler.ts': HANDLER, 'invoke.ts': INVOKE },
      compilerOptions: { exactOptionalPropertyTypes: true },
    });
    expect(complaints).toBe('');

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

  it('is a construct of a CDK app there, which synthesises with the functions of the package and the sites of the shop', {
    timeout: 300_000,
  }, async () => {
    const project = await temporaryFolder(onTestFinished);
    const complaints = await installAndCompile(project, {
      tarball,
      packages: ['aws-cdk-lib@2', 'constructs@10'],
      files: { 'app.ts': STACK },
    });
    expect(complaints).toBe('');

    const out = join(project, 'cdk.out');
    await run(process.execPath, ['app.ts'], {
      cwd: project,
      env: { PATH: process.env.PATH, HOME: project, CDK_OUTDIR: out },
    });
    const { Resources } = JSON.parse(await readFile(join(out, 'Shop.template.json'), 'utf8'));
    const functions = Object.entries<{ Type: string; Properties: { Code: { S3Key?: string } } }>(
      Resources,
    ).filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
    expect(functions).toHaveLength(9);
    const track = functions.find(([id]) => id.startsWith('AnalyticsApptrack'))?.[1];
    const bundle = join(out, `asset.${track?.Properties.Code.S3Key?.replace('.zip', '')}`);
    expect(await readFile(join(bundle, 'sites.mjs'), 'utf8')).toContain('"host":"t.shop.example"');
    expect((await readFile(join(bundle, 'handler.mjs'))).length).toBeGreaterThan(10_000);
  });
});
