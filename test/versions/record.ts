import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { EJSON } from 'bson';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { startLoopbackDynalite } from '../../local/wiring/loopbackDynalite.ts';
import { replayLog } from '../../src/adapters/embedded/replayLog.ts';
import { startRedis, startSecantus } from '../servers/servers.ts';
import { GOOGLEBOT } from '../support/apiGatewayEvents.ts';
import { aggregateByHand, staffClient, untilWritten } from '../support/staffClient.ts';
import { jsonItem } from './jsonItem.ts';
import { recordedBrowser } from './recordedBrowser.ts';
import { RECORDED } from './recordingTerms.ts';
import { trackerBodies } from './trackerBodies.ts';

/**
 * Records what a release leaves behind for the ones after it: run with the release's name (its commit's date) and the folder of its
 * checkout, whose dependencies are installed. Without a folder it records this very release.
 *
 *     node test/versions/record.ts 2026-11-23-0247 [folder]
 */
const [release, folder = '.'] = process.argv.slice(2);
if (release === undefined) throw new Error('the name of the release is missing');
const checkout = resolve(folder);
const of = (path: string) => import(join(checkout, path));

const MINUTE_MS = 60_000;
/** Of 21 November, UTC; the shop's next day begins at 23:00. */
const at = (hour: number, minute = 0): number => Date.UTC(2026, 10, 21, hour, minute);
let nowMs = at(10);
const now = (): number => nowMs;

const written = new Map<string, string[]>();
const keep = (file: string, lines: readonly string[]): void => void written.set(file, [...lines]);

const { startFootfall } = await of('local/startFootfall.ts');
const { keptLog, testDependencies, shopHandler, testBrowser } = await of('test/support/testShop.ts');
const { buildTracker } = await of('test/web/buildTracker.ts');
const scratch = await mkdtemp(join(tmpdir(), 'footfall-recording-'));
const [redis, mongo] = [await startRedis(), await startSecantus()];
process.once('exit', () => {
  for (const server of [redis, mongo]) server.process.kill();
});

const start = (dataDir: string, environment: object) =>
  startFootfall({
    port: 0,
    dataDir,
    environment: { ...RECORDED.environment, ...environment },
    log: keptLog(),
    now,
  });

/** A shop's own Lambda behind the middleware of this release, which tells of an order: its messages, as they go to the queue. */
const ownOrder = async (): Promise<string[]> => {
  const deps = testDependencies();
  deps.clock.nowMs = nowMs;
  const handler = shopHandler(deps, {
    pageViews: 'server',
    handler: async (event: { track: (type: string, properties: object, options: object) => void }) => {
      const order = { orderId: 'own-1', amountMinor: 5_000, currency: 'EUR' };
      event.track('order_completed', order, { eventId: 'order:own-1' });
      return { statusCode: 200, body: '{}' };
    },
  });
  await testBrowser(handler).send({ method: 'GET', path: '/thanks' });
  return deps.messages.map((message: object) => JSON.stringify(message));
};

const footfall = await start(join(scratch, 'cloud'), { REDIS_URL: redis.url, MONGODB_URI: mongo.url });
const { url } = footfall;
const [hasStorefront, hasNumbers] = ['storefront', 'analytics'].map((part) =>
  existsSync(join(checkout, 'src', part)),
);

// 21 November: Anna comes by the newsletter; a crawler; an order in a Lambda of the shop's own.
const anna = recordedBrowser(url);
const bodies = await trackerBodies(await buildTracker(), nowMs);
keep('trackerBodies.jsonl', bodies);
for (const body of bodies) await anna.ask('/track', body);
const crawled = { eventType: 'page_view', path: '/shoes' };
await recordedBrowser(url).ask('/track', crawled, { 'user-agent': GOOGLEBOT });
nowMs = at(15);
const own = await ownOrder();
const { writeMessages } = await of('src/writer/writeMessages.ts');
const { connectMongo } = await of('src/adapters/mongodb/connectMongo.ts');
const { mongoRecordStore } = await of('src/adapters/mongodb/mongoRecordStore.ts');
const { parseSitesJson } = await of('src/config/parseSites.ts');
const connected = await connectMongo({ uri: mongo.url, maxPoolSize: 1, timeoutMs: 5_000 });
const write = writeMessages({
  record: mongoRecordStore(connected),
  sites: parseSitesJson(RECORDED.environment.SITES),
  log: keptLog(),
  now,
});
await write(own.map((body) => JSON.parse(body)));
await connected.close();

// The shop's 22 November: Anna comes back; Dora has an account, orders, and stays; Ben is new, and stays.
nowMs = at(23, 5);
const nonce = (digit: string): string => digit.repeat(32);
const view = (path: string, of: string) => ({
  events: [
    { eventType: 'page_view', path, eventId: `view-${of}-${path.length}-${nowMs}`, occurredAt: nowMs },
  ],
  nonce: nonce(of),
  sentAt: nowMs,
});
await anna.ask('/track', view('/', 'a'));

const dora = recordedBrowser(url);
if (hasStorefront) {
  nowMs = at(23, 20);
  await dora.ask('/track', view('/shoes/red', 'd'));
  const shop = (path: string, body: object, headers: Record<string, string> = {}) =>
    dora.ask(`/api/storefront/${path}`, body, headers);
  await shop('cart/items', { productId: 'red-runners', quantity: 1 });
  nowMs += MINUTE_MS;
  const registered = await shop('auth/register', RECORDED.account);
  const token = { authorization: `Bearer ${registered.body.accessToken}` };
  await shop('checkout', {}, token);
  nowMs += MINUTE_MS;
  const placed = await shop('orders', {}, { ...token, 'idempotency-key': 'the-order-of-dora' });
  await shop(
    `orders/${placed.body.order.id}/refund`,
    { amountMinor: 900 },
    { ...token, 'idempotency-key': 'the-refund-of-dora' },
  );
}
const eve = recordedBrowser(url);
if (hasStorefront) {
  await eve.ask('/api/storefront/cart/items', { productId: 'wool-socks', quantity: 2 });
}
nowMs = at(23, 40);
const ben = recordedBrowser(url);
await ben.ask('/track', view('/', 'b'));
const { setCookies } = await recordedBrowser(url).get('/server', {
  'sec-fetch-dest': 'document',
  accept: 'text/html',
});
nowMs = RECORDED.endedAtMs;
await untilWritten(url);

const staff = recordedBrowser(url);
let passwordHash: string | undefined;
const answers: string[] = [];
if (hasNumbers) {
  const { token } = JSON.parse(await readFile(join(scratch, 'cloud', 'control.json'), 'utf8'));
  await aggregateByHand({ url, token });
  const login = { password: RECORDED.environment.ADMIN_PASSWORD };
  await staff.ask('/api/admin/login', login, { origin: url, 'sec-fetch-site': 'same-origin' });
  ({ passwordHash } = JSON.parse(await readFile(join(scratch, 'cloud', 'staff.json'), 'utf8')));
  const client = staffClient({ url, staff: { token: RECORDED.environment.ADMIN_TOKEN } });
  for (const question of [
    `summary?${RECORDED.range}`,
    `daily?${RECORDED.range}`,
    ...['device', 'campaign', 'landingPage'].map((by) => `breakdown?by=${by}&${RECORDED.range}`),
    `funnel?${RECORDED.range}`,
    `quality?${RECORDED.range}`,
  ]) {
    const answer = await client.ask(`analytics/${question}`);
    answers.push(JSON.stringify({ question, answer }));
  }
}
keep('answers.jsonl', answers);
keep('cookies.jsonl', [
  JSON.stringify({ of: 'anna', nonce: nonce('a'), cookies: anna.cookies() }),
  JSON.stringify({ of: 'ben', nonce: nonce('b'), cookies: ben.cookies() }),
  ...(hasStorefront
    ? [
        JSON.stringify({ of: 'dora', nonce: nonce('d'), cookies: dora.cookies() }),
        JSON.stringify({ of: 'eve', cookies: eve.cookies() }),
      ]
    : []),
  ...(hasNumbers ? [JSON.stringify({ of: 'staff', cookies: staff.cookies(), passwordHash })] : []),
  JSON.stringify({ of: 'server page', cookies: {}, setCookies }),
]);

/** The messages that went to the writer: the spool keeps them until it is closed. */
const spooled: string[] = [];
const spool = join(scratch, 'cloud', 'queue', 'spool');
const handle = await open(spool, 'r');
await replayLog({ handle, path: spool }, (payload) => {
  const [, body] = /^\+\d+ (.*)$/su.exec(payload.toString('utf8')) ?? [];
  if (body !== undefined) spooled.push(body);
});
await handle.close();
keep('messages.jsonl', [...spooled, ...own]);

const client = new Redis(redis.url);
const hot: string[] = [];
for (const key of (await client.keys('*')).toSorted()) {
  const isHash = (await client.type(key)) === 'hash';
  const value = isHash
    ? { hash: await client.hgetall(key) }
    : { scores: Object.fromEntries(inPairs(await client.zrange(key, 0, -1, 'WITHSCORES'))) };
  hot.push(JSON.stringify({ key, ...value }));
}
function inPairs(texts: readonly string[]): [string, string][] {
  return texts.flatMap((text, index) => (index % 2 === 0 ? [[text, texts[index + 1] as string]] : []));
}
client.disconnect();
keep('hotSessions.jsonl', hot);
await footfall.stop();

const viewer = new MongoClient(mongo.url);
const db = viewer.db('footfall');
const documents: string[] = [];
for (const { name } of (await db.listCollections().toArray()).toSorted((a, b) =>
  a.name < b.name ? -1 : 1,
)) {
  // What was on sale is the demonstration's; the rest of its products was never touched.
  const wanted = name === 'products' ? { productId: { $in: ['red-runners', 'wool-socks'] } } : {};
  for (const document of await db.collection(name).find(wanted).sort({ _id: 1 }).toArray()) {
    if (name === 'realtime_metrics' && document.sessions === 0) continue;
    documents.push(EJSON.stringify({ collection: name, document }));
  }
}
await viewer.close();
keep('documents.jsonl', documents);

/** Of a minute in which nothing happened one need not keep 250 bytes. */
const isQuietMinute = (item: string): boolean =>
  item.includes('minute#') && item.includes('\\"sessions\\":0');
const items: string[] = [];
if (hasNumbers) {
  const table = await startLoopbackDynalite({ path: join(scratch, 'cloud', 'metrics', 'leveldb') });
  for await (const { Items = [] } of paginateScan({ client: table.client }, { TableName: 'footfall' })) {
    items.push(...Items.map(jsonItem).filter((item) => !isQuietMinute(item)));
  }
  await table.close();
}
keep('items.jsonl', items);
await redis.stop();
await mongo.stop();

// A laptop that was switched off right after a visit.
const laptopDir = join(scratch, 'laptop');
const laptop = await start(laptopDir, {});
const late = recordedBrowser(laptop.url);
for (const path of ['/', '/shoes']) await late.ask('/track', view(path, 'c'));
const files: string[] = [];
for (const name of [
  'queue/spool',
  ...(await readdir(join(laptopDir, 'record'))).map((file) => `record/${file}`),
]) {
  if (name.includes('lock')) continue;
  const bytes = await readFile(join(laptopDir, name));
  files.push(JSON.stringify({ file: name, gzipped: gzipSync(bytes).toString('base64') }));
}
keep('laptop.jsonl', [JSON.stringify({ of: 'laptop', cookies: late.cookies() }), ...files]);
await laptop.stop();

const target = join(import.meta.dirname, 'recorded', release);
await mkdir(target, { recursive: true });
for (const [file, lines] of written) {
  if (lines.length > 0) await writeFile(join(target, file), `${lines.join('\n')}\n`);
}
await rm(scratch, { recursive: true, force: true });
process.exit(0);
