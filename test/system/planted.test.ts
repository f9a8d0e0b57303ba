import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { openLocalTable } from '../../local/wiring/openLocalTable.ts';
import type { Environment } from '../../src/config/environment.ts';
import { openDbIn } from '../adapters/embedded/openDb.ts';
import { temporaryFootfall } from '../local/temporaryFootfall.ts';
import { documentsOf } from '../people/subject/dumpOf.ts';
import { describeWith, startRedis } from '../servers/servers.ts';
import { cookiePair } from '../support/cookiePair.ts';
import { aggregateByHand, staffClient, untilWritten } from '../support/staffClient.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';

const ADDRESS = '203.0.113.177';
const EMAIL = 'planted.person@mail.example';
const PASSWORD = 'planted-password-4711';
const ADMIN_PASSWORD = 'planted-admin-password-4711';
const ADMIN_TOKEN = `planted-admin-token-${'x'.repeat(32)}`;
/** Nobody else's, and no bot's. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.7339.4711 Safari/537.36';

/** Files that hold keys, for their owner alone: what proves who somebody is has to be somewhere. */
const KEY_FILES = /\.keys$|^(admin|staff)[\w.-]*$|^control\.json$/;

/** What a browser was given, by name: cookies' values and tokens. */
type Secrets = Map<string, string>;

const visitor = (url: string, control: { readonly token: string }) => {
  const jar = new Map<string, string>();
  const secrets: Secrets = new Map();
  const request = async (method: string, path: string, body?: object, headers = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        origin: url,
        'content-type': 'application/json',
        'user-agent': USER_AGENT,
        'accept-language': 'en',
        'sec-fetch-dest': 'empty',
        referer: `${url}/shop?email=${encodeURIComponent(EMAIL)}`,
        // As CloudFront tells a viewer's address.
        'x-footfall-origin-secret': control.token,
        'cloudfront-viewer-address': `${ADDRESS}:47110`,
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = cookiePair(line);
      jar.set(name, value);
      // A page view's own id, which is the name of its event.
      if (value !== '' && name !== 'footfall_pv') secrets.set(`cookie ${name} ${secrets.size}`, value);
    }
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return text.startsWith('{') ? JSON.parse(text) : undefined;
  };
  return { secrets, request };
};

/** A whole visit: pages, a login, an order, and staff who look at it; each tells what must not be kept. */
const liveThrough = async (url: string, control: { readonly token: string }): Promise<Secrets> => {
  const { secrets, request } = visitor(url, control);
  const nonce = randomBytes(16).toString('hex');
  const page = (path: string) => ({
    eventType: 'page_view',
    path,
    url: `${url}${path}?email=${encodeURIComponent(EMAIL)}&utm_source=${EMAIL}&token=${nonce}`,
    referrer: `https://www.mail.example/?from=${EMAIL}`,
    title: 'A page',
  });
  const track = (path: string) => request('POST', '/track', { events: [page(path)], nonce });
  await request('GET', `/server?email=${EMAIL}`, undefined, { 'sec-fetch-dest': 'document' });
  await track('/shop');
  await track(`/shop/account/${EMAIL}`);
  const account = { email: EMAIL, password: PASSWORD, name: 'Planted' };
  const registered = await request('POST', '/api/storefront/auth/register', account);
  const loggedIn = await request('POST', '/api/storefront/auth/login', account);
  secrets.set('first access token', registered.accessToken);
  secrets.set('access token', loggedIn.accessToken);
  const authorization = { authorization: `Bearer ${loggedIn.accessToken}` };
  const wrong = { ...account, password: `${PASSWORD}-wrong` };
  await expect(request('POST', '/api/storefront/auth/login', wrong)).rejects.toThrow('401');
  await request(
    'POST',
    '/api/storefront/cart/items',
    { productId: 'red-runners', quantity: 1 },
    authorization,
  );
  await request('POST', '/api/storefront/checkout', {}, authorization);
  await request('POST', '/api/storefront/orders', {}, { ...authorization, 'idempotency-key': 'k1' });
  await request('POST', '/api/admin/login', { password: ADMIN_PASSWORD });
  await request('GET', '/api/analytics/realtime');
  await request('GET', '/api/analytics/visitors');
  return secrets;
};

const filesIn = async (dir: string): Promise<{ path: string; bytes: Buffer }[]> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !KEY_FILES.test(entry.name));
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return { path, bytes: await readFile(path) };
    }),
  );
};

/** All items, as text: LevelDB's files are compressed. */
const itemsIn = async (dataDir: string): Promise<string> => {
  const { client, tableName, close } = await openLocalTable({ dataDir, log: keptLog() });
  const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName }));
  await close();
  return JSON.stringify(Items, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
};

const dumpOfRedis = async (url: string): Promise<string> => {
  const redis = new Redis(url);
  const keys = await redis.keys('*');
  const values = await Promise.all(
    keys.map(async (key) => {
      const type = await redis.type(key);
      if (type === 'hash') return redis.hgetall(key);
      if (type === 'zset') return redis.zrange(key, 0, -1);
      return redis.get(key);
    }),
  );
  redis.disconnect();
  expect(keys.length).toBeGreaterThan(0);
  return inspect([keys, values], { depth: null, maxArrayLength: null, maxStringLength: null });
};

const keepsNothing = (open: () => Promise<{ environment: Environment; dump: () => Promise<string> }>) =>
  it('nothing of a planted person is stored or logged in plain words', { timeout: 60_000 }, async () => {
    const { environment, dump } = await open();
    const dataDir = await temporaryDataDir();
    const footfall = await temporaryFootfall({
      dataDir,
      environment: { ...environment, ADMIN_PASSWORD, ADMIN_TOKEN },
    });
    const control = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8'));
    const secrets = await liveThrough(footfall.url, control);
    await aggregateByHand(control);
    const staff = staffClient({ url: footfall.url, staff: { token: ADMIN_TOKEN } });
    const [{ visitor: id }] = (await staff.ask('analytics/visitors')).visitors;
    const exported = await staff.ask(`admin/visitors/${id}`);
    await untilWritten(footfall.url);
    const live = await dump();
    await footfall.stop();

    const db = await openDbIn(join(dataDir, 'record'));
    const { shop_accounts: accounts, ...documents } = await documentsOf(db);
    await db.close();
    expect(accounts).toMatchObject([{ email: EMAIL }]);
    expect(documents.sessions).toMatchObject([{ converted: true, address: '203.0.113.0' }]);
    const places: [string, string][] = [
      ['log', inspect(footfall.log.lines, { depth: null, maxStringLength: null, maxArrayLength: null })],
      ['record', JSON.stringify(documents)],
      ['metrics', await itemsIn(dataDir)],
      ['hot sessions', live],
      ['an export', JSON.stringify({ ...exported, held: { ...exported.held, accounts: [] } })],
      ...(await filesIn(dataDir)).map(({ path, bytes }): [string, string] => [
        path,
        bytes.toString('latin1'),
      ]),
    ];
    const planted: [string, string][] = [
      ['address', ADDRESS],
      ['password', PASSWORD],
      ['admin password', ADMIN_PASSWORD],
      ['admin token', ADMIN_TOKEN],
      ['user agent', USER_AGENT],
      ['part of the user agent', '140.0.7339.4711'],
      ...secrets,
    ];
    for (const [where, text] of places) {
      const found = planted.filter(([, secret]) => text.includes(secret)).map(([name]) => name);
      expect({ where, found }).toEqual({ where, found: [] });
      // The account's own, in the record's log.
      const email = text.split(EMAIL).length - 1;
      expect({ where, email }).toEqual({
        where,
        email: where.endsWith('record.log') ? expect.any(Number) : 0,
      });
    }
    expect(secrets.size).toBeGreaterThan(5);
  });

keepsNothing(async () => ({ environment: {}, dump: async () => '' }));

describeWith(['redis'], 'with Redis,', () => {
  keepsNothing(async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    return { environment: { REDIS_URL: redis.url }, dump: () => dumpOfRedis(redis.url) };
  });
});
