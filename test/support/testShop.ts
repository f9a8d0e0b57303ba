import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import { memoryHotSessions } from '../../src/adapters/memory/memoryHotSessions.ts';
import { memoryIdentities } from '../../src/adapters/memory/memoryIdentities.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { parseSites } from '../../src/config/parseSites.ts';
import type { SessionEvent, StoredEvent } from '../../src/domain/events/event.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpEvent } from '../../src/middleware/HttpRequest.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import {
  type AttachedSession,
  type SessionMiddlewareOptions,
  sessionMiddleware,
  type WithSession,
} from '../../src/middleware/sessionMiddleware.ts';
import { type HotSessions, HotSessionsUnavailable } from '../../src/ports/HotSessions.ts';
import type { Log } from '../../src/ports/Log.ts';
import { type RecordStore, RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { storedEvents } from '../../src/writer/storedEvents.ts';
import { eventV1, eventV2, lambdaContext, type RequestInShort } from './apiGatewayEvents.ts';
import { cookiePair } from './cookiePair.ts';

export const SHOP_ORIGIN = 'https://shop.example';
/** 22 November 2026, noon UTC. */
export const NOON = Date.UTC(2026, 10, 22, 12);

export const testSites = parseSites([
  {
    id: 'shop',
    host: 't.shop.example',
    hosts: ['shop.example'],
    origins: [SHOP_ORIGIN],
    timezone: 'Europe/Berlin',
    currency: 'EUR',
  },
  {
    id: 'other',
    host: 'other.example',
    origins: ['https://other.example'],
    timezone: 'UTC',
    currency: 'USD',
    gpc: 'honour',
  },
]);

export const testKeys = parseKeyRing('a'.repeat(32));

/** A log that keeps its lines, so that a test can see what was said and what was not. */
export const keptLog = (): Log & {
  readonly lines: { level: string; message: string; fields: unknown }[];
} => {
  const lines: { level: string; message: string; fields: unknown }[] = [];
  const at = (level: string) => (message: string, fields?: unknown) =>
    void lines.push({ level, message, fields });
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    critical: at('critical'),
  };
};

export type TestDependencies = SessionDependencies & {
  readonly messages: QueueMessage[];
  readonly counts: Map<string, number>;
  readonly log: ReturnType<typeof keptLog>;
  /** The clock, for a test to move. */
  readonly clock: { nowMs: number };
};

/** Everything a handler needs, in memory; a test replaces what it is about. */
export const testDependencies = (replaced: Partial<SessionDependencies> = {}): TestDependencies => {
  const messages: QueueMessage[] = [];
  const counts = new Map<string, number>();
  const clock = { nowMs: NOON };
  return {
    sites: testSites,
    keys: testKeys,
    hotSessions: memoryHotSessions(),
    findSession: async () => undefined,
    identities: memoryIdentities(),
    deliver: async (message) => void messages.push(structuredClone(message)),
    now: () => clock.nowMs,
    randomId: randomUUID,
    count: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    ...replaced,
    log: keptLog(),
    messages,
    counts,
    clock,
  };
};

/** Everything on its way to the record, in the order sent. */
export const eventsOf = ({ messages }: Pick<TestDependencies, 'messages'>): SessionEvent[] =>
  messages.flatMap(({ events }) => events);

export const eventTypesOf = (deps: Pick<TestDependencies, 'messages'>): string[] =>
  eventsOf(deps).map(({ type }) => type);

/** The distinct sessions, browsers or visitors that messages were sent of. */
export const distinct = (
  { messages }: Pick<TestDependencies, 'messages'>,
  what: 'id' | 'browser' | 'visitor',
): Set<string> => new Set(messages.map(({ session }) => session[what]));

/** A record as the writer would have made it of these messages. */
export const recordOf =
  (messages: readonly QueueMessage[]): RecordStore['findSession'] =>
  async (key) => {
    const events: StoredEvent[] = messages
      .flatMap(storedEvents)
      .filter(
        ({ session, browser, site }) => session === key.id && browser === key.browser && site === key.site,
      );
    return events.length === 0 ? undefined : foldSession({ events, site: testSites[0] });
  };

export const downHotSessions: HotSessions = {
  visit: () => Promise.reject(new HotSessionsUnavailable('down')),
  change: () => Promise.reject(new HotSessionsUnavailable('down')),
  active: () => Promise.reject(new HotSessionsUnavailable('down')),
  held: () => Promise.reject(new HotSessionsUnavailable('down')),
  erase: () => Promise.reject(new HotSessionsUnavailable('down')),
  close: async () => undefined,
};

export const downRecord: RecordStore['findSession'] = () => Promise.reject(new RecordUnavailable('down'));

type ShopHandler = (event: HttpEvent & Partial<WithSession>) => Promise<unknown>;

/** A shop's own handler behind the middleware; without one it answers what it was given. */
export const shopHandler = (
  deps: SessionDependencies,
  {
    handler = async (event) => ({
      statusCode: 200,
      body: JSON.stringify({ session: event.session, accepted: event.accepted }),
    }),
    ...options
  }: SessionMiddlewareOptions & { handler?: ShopHandler } = {},
) => middy(handler).use(sessionMiddleware(deps, options));

/** The session that {@link shopHandler}'s own handler was given. */
export const sessionOf = (answer: HttpAnswer): AttachedSession => JSON.parse(answer.body ?? '{}').session;

/** What a browser adds to a request for a page. */
export const DOCUMENT: RequestInShort = {
  method: 'GET',
  path: '/shoes',
  headers: { 'sec-fetch-dest': 'document', accept: 'text/html,application/xhtml+xml' },
};

/** What a browser adds to a page's own request. */
export const FETCH: RequestInShort = {
  method: 'GET',
  path: '/api/products',
  headers: { 'sec-fetch-dest': 'empty', origin: SHOP_ORIGIN, referer: `${SHOP_ORIGIN}/shoes` },
};

type Handler = (event: never, context: never) => Promise<unknown>;

/** A browser: sends requests in either payload format and keeps the cookies of the answers, as a browser would. */
export const testBrowser = (
  handler: unknown,
  {
    payload = '2.0',
    address,
    jar = new Map<string, string>(),
  }: {
    payload?: '1.0' | '2.0';
    address?: string;
    /** The cookies that it has already, as `jar` of the same browser at another handler. */
    jar?: Map<string, string>;
  } = {},
) => {
  const setCookies = (answer: HttpAnswer): string[] => [
    ...(answer.cookies ?? []),
    ...((answer.multiValueHeaders?.['Set-Cookie'] ?? []) as string[]),
  ];
  const send = async (request: RequestInShort = {}): Promise<HttpAnswer & { setCookies: string[] }> => {
    const whole: RequestInShort = {
      ...(address === undefined ? {} : { address }),
      ...request,
      cookies: request.cookies ?? [...jar].map(([name, value]) => `${name}=${value}`),
    };
    const event = payload === '2.0' ? eventV2(whole) : eventV1(whole);
    const answer = (await (handler as Handler)(event as never, lambdaContext)) as HttpAnswer;
    const cookies = setCookies(answer);
    for (const cookie of cookies) {
      const [name, value] = cookiePair(cookie);
      if (/; Max-Age=0(;|$)/.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    return { ...answer, setCookies: cookies };
  };
  return {
    jar,
    send,
    /** Posts events as the tracker does. */
    track: (body: unknown, request: RequestInShort = {}) =>
      send({
        ...request,
        headers: { 'content-type': 'application/json', origin: SHOP_ORIGIN, ...request.headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
};

/** A page view as the first mission document's hook sends it. */
export const pageView = (path = '/', more: object = {}) => ({ eventType: 'page_view', path, ...more });
