import { randomUUID } from 'node:crypto';
import { memoryHotSessions } from '../../src/adapters/memory/memoryHotSessions.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { parseSites } from '../../src/config/parseSites.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import type { Log } from '../../src/ports/Log.ts';
import { eventV1, eventV2, lambdaContext, type RequestInShort } from './apiGatewayEvents.ts';

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
export const keptLog = (): Log & { readonly lines: { level: string; message: string; fields: unknown }[] } => {
  const lines: { level: string; message: string; fields: unknown }[] = [];
  const at = (level: string) => (message: string, fields?: unknown) => void lines.push({ level, message, fields });
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

type Handler = (event: never, context: never) => Promise<unknown>;

/** A browser: sends requests in either payload format and keeps the cookies of the answers, as a browser would. */
export const testBrowser = (
  handler: unknown,
  { payload = '2.0', address }: { payload?: '1.0' | '2.0'; address?: string } = {},
) => {
  const jar = new Map<string, string>();
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
      const [pair = ''] = cookie.split(';', 1);
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
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
