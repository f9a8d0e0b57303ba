import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createHttpServer } from '../../local/http/createHttpServer.ts';
import type { Capacity } from '../../local/http/createShedder.ts';
import { keptLog } from '../support/testShop.ts';

/** Patient enough for a busy machine, where a test is not about patience. */
const CAPACITY: Capacity = { maxInFlight: 8, maxStanding: 2, maxDelayMs: 100, patienceMs: 60_000 };
const PATIENCE_MS = 1_000;

/** A server whose requests stay in hand until the test lets them go. */
const slowServer = async (changed: Partial<Capacity> = {}) => {
  const capacity = { ...CAPACITY, ...changed };
  const log = keptLog();
  const waiting: (() => void)[] = [];
  let calls = 0;
  const server = createHttpServer({
    log,
    capacity,
    routes: {
      $default: async () => {
        calls += 1;
        await new Promise<void>((resolve) => waiting.push(resolve));
        return { statusCode: 200 };
      },
    },
  });
  const port = await server.listen(0);
  const letGo = (count: number): void => {
    for (const go of waiting.splice(0, count)) go();
  };
  onTestFinished(async () => {
    letGo(waiting.length);
    await server.close();
  });
  const ask = () => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' });
  const inHand = async (count: number): Promise<void> => {
    while (waiting.length < count) await delay(5);
  };
  return { log, port, ask, letGo, inHand, calls: () => calls };
};

it('what is more than a server has room for is answered 503 at once, and the rest as ever', async () => {
  const { ask, letGo, inHand, calls, log } = await slowServer();
  const taken = Array.from({ length: 8 }, ask);
  await inHand(8);
  const shed = await ask();
  expect([shed.status, shed.headers.get('retry-after')]).toEqual([503, '2']);
  expect(calls()).toBe(8);
  expect(log.lines.map(({ level, message }) => [level, message])).toEqual([
    ['warn', 'more requests than this server takes: some are answered 503'],
  ]);
  letGo(8);
  expect((await Promise.all(taken)).map(({ status }) => status)).toEqual(Array(8).fill(200));
});

it('a queue that stays is kept short, and is over when it has gone', async () => {
  const { ask, letGo, inHand } = await slowServer({ patienceMs: PATIENCE_MS });
  const taken = [ask(), ask(), ask()];
  await inHand(3);
  await delay(PATIENCE_MS + 200);
  expect((await ask()).status).toBe(503);
  letGo(3);
  await Promise.all(taken);
  await delay(200);
  const later = [ask(), ask(), ask()];
  await inHand(3);
  letGo(3);
  expect((await Promise.all(later)).map(({ status }) => status)).toEqual([200, 200, 200]);
});

it('a burst that goes within the server’s patience is taken as a whole', async () => {
  const { ask, letGo, inHand } = await slowServer({ patienceMs: PATIENCE_MS });
  for (let burst = 0; burst < 4; burst++) {
    const taken = Array.from({ length: 8 }, ask);
    await inHand(8);
    await delay(PATIENCE_MS / 2);
    letGo(8);
    expect((await Promise.all(taken)).every(({ status }) => status === 200)).toBe(true);
    // Until it has been looked at once without a queue.
    await delay(120);
  }
});

it('a process that goes on being late takes nothing more, and all of it again when it is in time', async () => {
  const { ask, letGo, inHand } = await slowServer({ patienceMs: 300 });
  const busyUntil = performance.now() + 1_500;
  const beLate = async (): Promise<void> => {
    while (performance.now() < busyUntil) {
      const until = performance.now() + CAPACITY.maxDelayMs + 120;
      while (performance.now() < until);
      await delay(1);
    }
  };
  const late = beLate();
  await delay(900);
  const shed = ask();
  await late;
  expect((await shed).status).toBe(503);
  await delay(200);
  const taken = ask();
  await inHand(1);
  letGo(1);
  expect((await taken).status).toBe(200);
});

/** What is answered to a request whose body never comes. */
const withoutBody = async (port: number, lengthLine: string): Promise<{ head: string; socket: Socket }> => {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(`POST / HTTP/1.1\r\nhost: shop.example\r\n${lengthLine}\r\n\r\n`);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return { head: chunk.toString(), socket };
};

it.each([
  ['is long', 'content-length: 1000000'],
  ['has no length', 'transfer-encoding: chunked'],
])('a refused request whose body %s is not waited for: its connection ends', async (_, lengthLine) => {
  const { ask, inHand, port, calls } = await slowServer();
  void Array.from({ length: 8 }, ask);
  await inHand(8);
  const { head, socket } = await withoutBody(port, lengthLine);
  expect(head).toMatch(/^HTTP\/1\.1 503 /);
  expect(head).toMatch(/\r\nconnection: close\r\n/i);
  await once(socket, 'close');
  expect(calls()).toBe(8);
});

it('a refused request with a short body keeps its connection', async () => {
  const { ask, inHand, port } = await slowServer();
  void Array.from({ length: 8 }, ask);
  await inHand(8);
  const { head } = await withoutBody(port, 'content-length: 2');
  expect(head).toMatch(/^HTTP\/1\.1 503 /);
  expect(head).not.toMatch(/connection: close/i);
});
