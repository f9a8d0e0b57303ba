import { once } from 'node:events';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { headersWith, pageViewPost, randomHex, TRACK_PATH } from '../traffic/trackRequest.ts';
import type { OpenLoopJob, OpenLoopResult } from './OpenLoopJob.ts';

/**
 * So many browsers, each with one request under way, all of them connected before the first one: Node takes one new connection in a turn of its
 * event loop, and under load has few turns.
 */
const CONNECTIONS = 500;
const TICK_MS = 5;
/** How long after the last one answers are waited for. */
const GRACE_MS = 20_000;

const LENGTH = /\r\ncontent-length: (\d+)/i;

const EVENT_ID = /(?<="eventId":")[0-9a-f]{32}/;

/**
 * Makes a returning visitor's requests, each with an event's id of its own. By hand, from the bytes of the first one: Node's own client
 * takes more time than the server that is to be overloaded.
 */
const requestsOf = (cookie: string): ((index: number) => string) => {
  const body = pageViewPost(Date.now());
  const headers = Object.entries(headersWith(cookie)).map(([name, value]) => `${name}: ${value}`);
  const length = `content-length: ${Buffer.byteLength(body)}`;
  const whole = [`POST ${TRACK_PATH} HTTP/1.1`, ...headers, length, '', body].join('\r\n');
  const [before = '', after = ''] = whole.split(EVENT_ID);
  const run = randomHex().slice(0, 24);
  return (index) => `${before}${run}${index.toString(16).padStart(8, '0')}${after}`;
};

interface Browser {
  /** Calls back with the answer's status, or 0 where the connection ends before. */
  send(bytes: string, answered: (status: number) => void): void;
  close(): void;
}

const openBrowser = async (port: number, gone: (browser: Browser) => void): Promise<Browser> => {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  let waiting: ((status: number) => void) | undefined;
  let text = '';
  const settle = (status: number): void => {
    const answered = waiting;
    waiting = undefined;
    text = '';
    answered?.(status);
  };
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    const headEnd = text.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const length = Number(LENGTH.exec(text)?.[1] ?? 0);
    if (text.length >= headEnd + 4 + length) settle(Number(text.slice(9, 12)));
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    gone(browser);
    settle(0);
  });
  const browser: Browser = {
    send: (bytes, answered) => {
      waiting = answered;
      socket.write(bytes);
    },
    close: () => void socket.destroy(),
  };
  return browser;
};

/** Sends so many requests a second for so long, and waits for what is still to be answered. */
export const runOpenLoop = async ({
  port,
  perSecond,
  durationMs,
  cookies,
}: OpenLoopJob): Promise<OpenLoopResult> => {
  const total = Math.round((perSecond * durationMs) / 1_000);
  const dueMs = Float64Array.from({ length: total }, (_, index) => (index * 1_000) / perSecond);
  const tookMs = new Float64Array(total).fill(Number.NaN);
  const answeredMs = new Float64Array(total).fill(Number.NaN);
  const status = new Uint16Array(total);
  const open = new Set<Browser>();
  const idle: Browser[] = [];
  const requests = cookies.map(requestsOf);
  /** What is due and not sent yet: from the one to the other, in their order. */
  let sent = 0;
  let due = 0;
  let answers = 0;
  const gone = (browser: Browser): void => {
    open.delete(browser);
    const at = idle.indexOf(browser);
    if (at >= 0) idle.splice(at, 1);
  };
  const connect = async (): Promise<void> => {
    const browser = await openBrowser(port, gone);
    open.add(browser);
    idle.push(browser);
  };
  while (open.size < CONNECTIONS) await connect();

  const startedAt = performance.now();
  const pump = (): void => {
    while (sent < due) {
      const browser = idle.pop();
      if (browser === undefined) return;
      const index = sent++;
      const sentAt = performance.now();
      const request = requests[index % requests.length]?.(index) ?? '';
      browser.send(request, (answered) => {
        answers += 1;
        status[index] = answered;
        const nowMs = performance.now();
        tookMs[index] = nowMs - startedAt - (dueMs[index] ?? 0);
        answeredMs[index] = nowMs - sentAt;
        if (open.has(browser)) idle.push(browser);
        else void connect();
        pump();
      });
    }
  };

  for (; due < total; await sleep(TICK_MS)) {
    const nowMs = performance.now() - startedAt;
    while (due < total && (dueMs[due] ?? 0) <= nowMs) due++;
    pump();
  }
  const deadline = performance.now() + GRACE_MS;
  while (answers < total && performance.now() < deadline) await sleep(TICK_MS);
  for (const browser of open) browser.close();
  return { dueMs, tookMs, answeredMs, status };
};
