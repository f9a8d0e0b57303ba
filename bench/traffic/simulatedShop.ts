import { createHandler } from '../../functions/track/createHandler.ts';
import { memoryHotSessions } from '../../src/adapters/memory/memoryHotSessions.ts';
import { memoryIdentities } from '../../src/adapters/memory/memoryIdentities.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { parseSitesJson } from '../../src/config/parseSites.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { eventV2, lambdaContext } from '../../test/support/apiGatewayEvents.ts';
import { cookieHeaderOf } from '../load/newVisitors.ts';
import { silentLog } from './silentLog.ts';
import { COOKIE_KEYS, SITES_JSON } from './site.ts';
import { BROWSER_HEADERS } from './trackRequest.ts';

/** The real `/track`, in this process and in memory: makes real cookies and real messages of a simulated shop's visits. */
export const simulatedShop = (startMs: number) => {
  const clock = { nowMs: startMs };
  const messages: QueueMessage[] = [];
  const handler = createHandler({
    sites: parseSitesJson(SITES_JSON),
    keys: parseKeyRing(COOKIE_KEYS),
    hotSessions: memoryHotSessions(),
    findSession: async () => undefined,
    identities: memoryIdentities(),
    deliver: async (message) => void messages.push(message),
    now: () => clock.nowMs,
    randomId: crypto.randomUUID.bind(crypto),
    log: silentLog,
    count: (what) => {
      throw new Error(`a simulated visit was not flawless: ${what}`);
    },
  }) as (event: unknown, context: unknown) => Promise<HttpAnswer>;
  return {
    clock,
    messages,
    /** @returns the visitor's cookie header after the answer */
    post: async (cookie: string | undefined, body: string): Promise<string> => {
      const cookies = cookie?.split('; ');
      const event = eventV2({ headers: BROWSER_HEADERS, body, ...(cookies ? { cookies } : {}) });
      const answer = await handler(event, lambdaContext);
      if (answer.statusCode !== 200) throw new Error(`a simulated visit was refused: ${answer.body}`);
      return cookieHeaderOf(answer.cookies ?? []);
    },
  };
};
