import { createConnection, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AUDIT,
  CUSTOMERS,
  EVENTS,
  ORDERS,
  PRODUCT_SALES,
  QUALITY,
  SESSIONS,
  SHOP_ACCOUNTS,
  SHOP_CARTS,
  SHOP_ORDERS,
  SHOP_REFRESH_FAMILIES,
  VISITORS,
} from '../../src/adapters/mongodb/indexes.ts';
import { barePlace } from '../support/footfallPlaces.ts';
import { askOnWire, inTurns, type Question } from './ask.ts';
import { type Attack, attacksOn, escaped, headerAttacksOn } from './attacks.ts';
import { FORGED_LINE, HOSTILE_TEXTS } from './corpus/texts.ts';
import { WIRE_REQUESTS } from './corpus/wire.ts';
import { askUntilHeard, faultIn } from './faultIn.ts';
import { harmfulIn } from './harmless.ts';
import { forget, type HostileFootfall, startHostileFootfall } from './hostileFootfall.ts';

const AT_ONCE = 8;
const HASHED_AT_ONCE = 2;
const TIME_LIMIT_MS = 600_000;

/** Passwords are hashed, some 0.3 s each: of such operations every so manieth attack is made, and few at once. */
const HASHING = new Set(['login', 'shopLogin', 'shopRegister']);
const HASHED_EACH = 12;
/** Failed logins count for 15 minutes, and ten of them are heard: then this clock goes on. */
const LOGINS_A_WINDOW = 8;
const WINDOW_MS = 16 * 60_000;

/** One of each kind of handler: their headers are read by the same code in front of them. */
const OPERATIONS_BY_HEADERS = ['track', 'summary', 'me', 'shopProducts', 'reportConversion', 'health'];

const PAGES = ['/', '/live', '/server', '/dashboard/', '/tracker.js', '/shop/', '/start/start.js'];
const ALIASES = ['/api/track', '/analytics/track', '/api/analytics/track'];
const LOCAL = [
  '/api/local/products',
  '/api/local/sessions',
  '/api/local/sites',
  '/api/local/aggregate',
  '/nothing/here',
];

const COLLECTIONS = [
  ...[EVENTS, SESSIONS, VISITORS, CUSTOMERS, ORDERS, PRODUCT_SALES, QUALITY, AUDIT],
  ...[SHOP_ACCOUNTS, SHOP_CARTS, SHOP_ORDERS, SHOP_REFRESH_FAMILIES],
];

describe('npm start, asked whatever somebody may ask it', { timeout: TIME_LIMIT_MS }, () => {
  let footfall: HostileFootfall;
  beforeAll(async () => {
    footfall = await startHostileFootfall(AT_ONCE);
  });
  afterAll(async () => {
    if (footfall) await forget(footfall);
  });

  /** Makes the attacks. @returns how often each status was answered */
  const attack = async (attacks: readonly Attack[], atOnce = AT_ONCE): Promise<Map<number, number>> => {
    const statuses = new Map<number, number>();
    const faults: string[] = [];
    await inTurns(attacks, atOnce, async ({ what, question }) => {
      try {
        const answer = await askUntilHeard(footfall.client, question);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const fault = faultIn(answer);
        if (fault !== undefined) faults.push(`${what} ${fault}`);
      } catch (error) {
        faults.push(`${what} ${error}`);
      }
    });
    expect(faults.slice(0, 20)).toEqual([]);
    return statuses;
  };

  const operation = (id: string) => {
    const found = footfall.operations.find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is no operation ${id}`);
    return found;
  };

  it('by any address, body, media type and method of each operation', async () => {
    expect(footfall.operations.length).toBeGreaterThan(30);
    for (const one of footfall.operations.filter(({ id }) => !HASHING.has(id))) {
      const statuses = await attack(attacksOn(one, footfall.credentials));
      // A limit would keep from us what the operation itself makes of it.
      expect([one.id, statuses.get(429)]).toEqual([one.id, undefined]);
    }
  });

  it('by any login or registration', async () => {
    const startedAt = Date.now();
    for (const id of HASHING) {
      const attacks = attacksOn(operation(id), footfall.credentials)
        .filter((_, index) => index % HASHED_EACH === 0)
        .map(({ what, question }, index) => ({
          what,
          question: {
            ...question,
            headers: {
              ...question.headers,
              'x-footfall-control': footfall.controlToken,
              'x-footfall-clock': String(startedAt + Math.floor(index / LOGINS_A_WINDOW) * WINDOW_MS),
            },
          },
        }));
      const statuses = await attack(attacks, HASHED_AT_ONCE);
      const limited = statuses.get(429) ?? 0;
      expect([id, limited < attacks.length / 4]).toEqual([id, true]);
    }
  });

  it('by anything in a header', async () => {
    for (const id of OPERATIONS_BY_HEADERS) {
      const attacks = headerAttacksOn(operation(id), footfall.credentials);
      // The tracking endpoint reads most of them; the others every eighth.
      await attack(id === 'track' ? attacks : attacks.filter((_, index) => index % 8 === 0));
    }
  });

  it('by anything behind a page’s address, and any method on it', async () => {
    const get = (path: string, method = 'GET'): Attack => ({
      what: `${method} ${path.slice(0, 80)}`,
      question: { method, path, headers: footfall.browser() },
    });
    const places = [...PAGES, ...ALIASES, ...LOCAL];
    await attack([
      ...places.flatMap((path) =>
        ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND'].map((method) =>
          get(path, method),
        ),
      ),
      ...HOSTILE_TEXTS.flatMap((text) => {
        const part = escaped(text).slice(0, 9_000);
        return places.flatMap((path) => [
          get(`${path}/${part}`),
          get(`${path}?${part}`),
          get(`${path}?a=${part}`),
        ]);
      }),
    ]);
  });

  it('in bytes that no client sends', async () => {
    const faults: string[] = [];
    for (const { name, bytes } of WIRE_REQUESTS) {
      const status = await askOnWire(footfall.port, bytes);
      if (status !== undefined && status >= 500) faults.push(`${name} was answered ${status}`);
    }
    expect(faults).toEqual([]);
  });

  it('while hundreds of connections are held open and say nothing more', async () => {
    const begun = [
      '',
      'POST /track HTTP/1.1\r\nHost: shop.example\r\n',
      'POST /track HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{',
      'POST /track HTTP/1.1\r\nHost: shop.example\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{',
    ];
    const sockets: Socket[] = [];
    try {
      for (let index = 0; index < 400; index++) {
        const socket = createConnection({ host: '127.0.0.1', port: footfall.port });
        socket.on('error', () => undefined);
        socket.write(begun[index % begun.length] ?? '');
        sockets.push(socket);
      }
      await attack(Array.from({ length: 50 }, () => ({ what: 'an honest view', question: honestView() })));
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  const honestView = (): Question => ({
    method: 'POST',
    path: '/track',
    headers: { ...footfall.browser(), 'content-type': 'application/json' },
    body: '{"eventType":"page_view","path":"/honest"}',
  });

  it('goes on as before: the same answers, the same document, no prototype changed', async () => {
    const view = await footfall.client.ask(honestView());
    expect([view.status, JSON.parse(view.body)]).toEqual([200, { ok: true, accepted: 1 }]);
    const health = await footfall.client.ask({ method: 'GET', path: '/health', headers: footfall.browser() });
    expect(JSON.parse(health.body)).toMatchObject({ status: 'up' });
    const document = await footfall.client.ask({ method: 'GET', path: '/api/openapi.json' });
    expect(Object.keys(JSON.parse(document.body).paths).length).toBeGreaterThan(20);
    expect(footfall.process.exitCode).toBeNull();
  });

  it('has not let anybody write a line of its log', () => {
    const lines = footfall.printed().split('\n');
    expect(lines.length).toBeGreaterThan(1_000);
    expect(lines.filter((line) => line.startsWith(FORGED_LINE))).toEqual([]);
    const unwanted = lines.filter((line) => /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(line));
    expect(unwanted.slice(0, 5)).toEqual([]);
    // No request is an error of ours.
    expect(lines.filter((line) => /^\d\d:\d\d:\d\d {2}(?:error|critical)/.test(line)).slice(0, 5)).toEqual(
      [],
    );
  });

  it('has stored nothing that would harm its reader, and stops as ever', async () => {
    expect(await footfall.stop()).toBe(0);
    const { documents } = await barePlace();
    let stored = 0;
    for (const collection of COLLECTIONS) {
      const harmful = (await documents(footfall.dataDir, collection)).flatMap((document) => {
        stored += 1;
        return harmfulIn(document, collection);
      });
      expect(harmful.slice(0, 5)).toEqual([]);
    }
    expect(stored).toBeGreaterThan(10_000);
  });
});
