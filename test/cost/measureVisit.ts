import { calculateObjectSize, type Document } from 'bson';
import type { Page } from 'playwright-core';
import { createHandler } from '../../functions/track/createHandler.ts';
import { createHttpServer } from '../../local/http/createHttpServer.ts';
import type { HttpHandler } from '../../local/http/Routes.ts';
import { EVENTS, SESSIONS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { parseSites } from '../../src/config/parseSites.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpEvent } from '../../src/middleware/HttpRequest.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { inMemoryDb } from '../aggregate/inMemoryDb.ts';
import { keptLog, testDependencies } from '../support/testShop.ts';
import { buildTracker } from '../web/buildTracker.ts';
import { launchChromium } from '../web/chromium.ts';
import { countedDb } from './countedDb.ts';

/** A visit to a shop whose every click loads a page, or to one whose router changes the address. */
export type ShopKind = 'pages' | 'router';

/** What one visit sent and left behind. */
export interface MeasuredVisit {
  readonly requests: number;
  readonly events: number;
  /** As HTTP/1.1 text, head and body; the mean of the requests. */
  readonly requestBytes: number;
  readonly answerBytes: number;
  /** Of the mean queue message. */
  readonly messageBytes: number;
  /** BSON to and from the record for the mean message, each written by itself. */
  readonly recordTrafficBytes: number;
  /** BSON of everything that the visit left in `session_events` and `sessions`, without indexes. */
  readonly recordBytes: number;
}

const PAGES = [
  '/?utm_source=newsletter&utm_medium=email&utm_campaign=autumn',
  '/shoes',
  '/shoes/red-leather-shoe',
  '/cart',
];
/** Time on a page, and for its requests to arrive. */
const STAY_MS = 400;

const html = (path: string): string =>
  `<!doctype html><title>${path} – Shop</title><script src="/tracker.js"></script>`;

const textBytes = (head: readonly string[], body: string): number =>
  Buffer.byteLength(`${head.join('\r\n')}\r\n\r\n${body}`);

const requestBytes = ({ headers, cookies = [], body = '' }: Parameters<HttpHandler>[0]): number => {
  const lines = Object.entries(headers).filter(([name]) => name !== 'cookie');
  return textBytes(
    [
      'POST /track HTTP/1.1',
      ...lines.map(([name, value]) => `${name}: ${value}`),
      `cookie: ${cookies.join('; ')}`,
    ],
    body,
  );
};

const answerBytes = ({ headers = {}, cookies = [], body = '' }: HttpAnswer): number =>
  textBytes(
    [
      'HTTP/1.1 200 OK',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      ...cookies.map((cookie) => `set-cookie: ${cookie}`),
    ],
    body,
  );

const browse = async (page: Page, origin: string, kind: ShopKind): Promise<void> => {
  for (const [index, path] of PAGES.entries()) {
    if (index === 0 || kind === 'pages') await page.goto(`${origin}${path}`);
    else await page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)})`);
    await page.waitForTimeout(STAY_MS);
  }
  // The visit's end: what the tracker says when a page goes away, it says now.
  await page.goto('about:blank');
  await page.waitForTimeout(STAY_MS);
};

const bytesOf = async (
  collection: ReturnType<ReturnType<typeof inMemoryDb>['collection']>,
): Promise<number> =>
  (await collection.find({}).toArray()).reduce<number>(
    (sum, document) => sum + calculateObjectSize(document as Document),
    0,
  );

/** Headless Chromium's hints say what it is, and so contradict the name that tests give it: a person's browser has no such sign against it. */
const withoutHints = <Event extends HttpEvent>(event: Event): Event => ({
  ...event,
  headers: Object.fromEntries(
    Object.entries(event.headers ?? {}).filter(([name]) => !name.toLowerCase().startsWith('sec-ch-ua')),
  ),
});

/**
 * One visit of four pages by a real browser with the real tracker to the real `/track`, and what the real writer makes of it.
 * The stores are in memory; no network but the loopback is in it.
 */
export const measureVisit = async (kind: ShopKind): Promise<MeasuredVisit> => {
  const script = await buildTracker();
  const db = inMemoryDb(Date.now);
  const sizes: { readonly request: number; readonly answer: number }[] = [];
  let track: ((event: HttpEvent) => Promise<HttpAnswer>) | undefined;

  const server = createHttpServer({
    log: keptLog(),
    routes: {
      'POST /track': async (event, context) => {
        const answer = (await (track as unknown as HttpHandler)(withoutHints(event), context)) as HttpAnswer;
        sizes.push({ request: requestBytes(event), answer: answerBytes(answer) });
        return answer;
      },
      'GET /tracker.js': async () => ({
        statusCode: 200,
        headers: { 'content-type': 'text/javascript' },
        body: script,
      }),
      $default: async ({ rawPath }) => ({
        statusCode: 200,
        headers: { 'content-type': 'text/html' },
        body: html(rawPath),
      }),
    },
  });
  const port = await server.listen(0);
  const origin = `http://127.0.0.1:${port}`;
  const sites = parseSites([
    { id: 'shop', host: `127.0.0.1:${port}`, origins: [origin], timezone: 'UTC', currency: 'EUR' },
  ]);
  const dependencies = testDependencies({ sites, now: Date.now });
  track = createHandler(dependencies) as unknown as typeof track;

  const browser = await launchChromium();
  try {
    await browse(await browser.newPage(), origin, kind);
  } finally {
    await browser.close();
    await server.close();
  }

  const { messages } = dependencies;
  const counted = countedDb(db);
  const write = writeMessages({ record: mongoRecordStore({ db: counted.db }), sites, log: keptLog() });
  // One by one: so does a quiet site's queue bring them, and of a batch the events are read back once.
  for (const message of messages) await write([message]);
  const mean = (total: number): number => total / sizes.length;
  return {
    requests: sizes.length,
    events: await db.collection(EVENTS).countDocuments({}),
    requestBytes: mean(sizes.reduce((sum, { request }) => sum + request, 0)),
    answerBytes: mean(sizes.reduce((sum, { answer }) => sum + answer, 0)),
    messageBytes: mean(
      messages.reduce((sum, message) => sum + Buffer.byteLength(JSON.stringify(message)), 0),
    ),
    recordTrafficBytes: counted.bytes() / messages.length,
    recordBytes: (await bytesOf(db.collection(EVENTS))) + (await bytesOf(db.collection(SESSIONS))),
  };
};
