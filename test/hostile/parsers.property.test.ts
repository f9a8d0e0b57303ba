import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ApiFault } from '../../src/analytics/http/ApiFault.ts';
import { readJsonBody } from '../../src/analytics/http/readJsonBody.ts';
import { readQuery } from '../../src/analytics/http/readQuery.ts';
import { breakdownOperation } from '../../src/analytics/operations/breakdownOperation.ts';
import {
  readSessionCookie,
  readVisitorCookie,
  SESSION_COOKIE,
  signSessionCookie,
  signVisitorCookie,
} from '../../src/domain/cookies/cookiePayloads.ts';
import { signValue } from '../../src/domain/cookies/signedValue.ts';
import { parseMessage } from '../../src/domain/events/parseMessage.ts';
import type { BrowserId, SessionId, VisitorId } from '../../src/domain/ids.ts';
import type { HotSession } from '../../src/domain/sessions/session.ts';
import { readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import { messageOf, sessionEvent } from '../../src/middleware/messageOf.ts';
import { readCookieHeader } from '../../src/middleware/readCookieHeader.ts';
import { parseTrackBody } from '../../src/middleware/track/parseTrackBody.ts';
import { readConversion } from '../../src/orders/conversions/readConversion.ts';
import { eventV2 } from '../support/apiGatewayEvents.ts';
import { NOON, testKeys, testSites } from '../support/testShop.ts';
import { COOKIE_NAMES } from './corpus/cookies.ts';
import { HOSTILE_BODIES, HOSTILE_FIELDS } from './corpus/values.ts';
import { harmfulIn } from './harmless.ts';
import { mutated, mutatedJson } from './mutated.ts';
import { ordinaryBodies } from './ordinary.ts';

const TIME_LIMIT_MS = 180_000;
/** What the issue asks for, of both kinds of parsers together. */
const MIN_CASES = 100_000;
let cases = 0;

/** A property of so many generated cases, each of which is counted. */
const holds = <T>(numRuns: number, arbitrary: fc.Arbitrary<T>, check: (value: T) => void): void => {
  fc.assert(
    fc.property(arbitrary, (value) => {
      cases += 1;
      check(value);
    }),
    { numRuns },
  );
};

const [site] = testSites;
const COOKIE = {
  site: site.id,
  session: 'e4b5c0f6-0000-4000-8000-000000000001' as SessionId,
  visitor: 'e4b5c0f6-0000-4000-8000-000000000002' as VisitorId,
  browser: 'e4b5c0f6-0000-4000-8000-000000000003' as BrowserId,
  secret: 'jMUHSZnZZ0C0Wwbjh5GIzq',
  startedAt: NOON,
};
const EXPIRY = NOON + 60_000;
const GOOD = [signSessionCookie(testKeys, COOKIE, EXPIRY), signVisitorCookie(testKeys, COOKIE)] as const;
const good: ReadonlySet<string> = new Set(GOOD);

const SESSION: HotSession = {
  ...{ id: COOKIE.session, site: site.id, browser: COOKIE.browser, visitor: COOKIE.visitor },
  ...{ startedAt: NOON, lastSeenAt: NOON, pageViews: 0, events: 0, type: 'ANONYMOUS', secret: COOKIE.secret },
} as HotSession;

const ordinaryOf = (id: string): readonly string[] =>
  ordinaryBodies({ id, body: {} }).map((body) => JSON.stringify(body));

describe('whatever a cookie holds', { timeout: TIME_LIMIT_MS }, () => {
  it('it is read without a throw, and taken for ours only as we signed it', () => {
    holds(40_000, mutated(GOOD), (value) => {
      const session = readSessionCookie(testKeys, value, site.id, NOON);
      const visitor = readVisitorCookie(testKeys, value, site.id);
      if (!good.has(value)) expect([session.ok, visitor.ok, value]).toEqual([false, false, value]);
    });
  });

  it('even signed by us it is a cookie only with all that one has', () => {
    const odd = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom(COOKIE.session, NOON, EXPIRY));
    const payload = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          v: fc.constantFrom(1, 1, 1, 2),
          site: fc.constantFrom(site.id, 'other'),
          sid: odd,
          vid: odd,
          b: odd,
          k: odd,
          startedAt: odd,
          exp: odd,
        }),
      },
      { weight: 1, arbitrary: fc.jsonValue() },
    );
    const signed = fc.oneof(
      payload.map((value) => JSON.stringify(value)),
      mutated([
        JSON.stringify({
          v: 1,
          site: site.id,
          sid: 's',
          vid: 'v',
          b: 'b',
          k: 'k',
          startedAt: NOON,
          exp: EXPIRY,
        }),
      ]),
    );
    holds(15_000, signed, (text) => {
      const value = signValue(testKeys, SESSION_COOKIE, Buffer.from(text).toString('base64url'));
      const read = readSessionCookie(testKeys, value, site.id, NOON);
      if (!read.ok) return;
      const { site: of, startedAt, ...texts } = read.cookie;
      expect(of).toBe(site.id);
      expect([Number.isSafeInteger(startedAt), Number.isSafeInteger(read.expiresAt)]).toEqual([true, true]);
      for (const each of Object.values(texts)) expect(typeof each === 'string' && each !== '').toBe(true);
    });
  });

  it('of a whole header a few values of each name are found, as they stand in it', () => {
    const headers = mutated(COOKIE_NAMES.map((name) => `a=b; ${name}=${GOOD[0]}; ${name}=x; c`));
    holds(15_000, headers, (header) => {
      for (const name of COOKIE_NAMES) {
        const values = readCookieHeader(header, name);
        expect(values.length).toBeLessThanOrEqual(4);
        for (const value of values) expect(header.includes(value) && !value.includes(';')).toBe(true);
      }
    });
  });
});

describe('whatever a body holds', { timeout: TIME_LIMIT_MS }, () => {
  const track = ordinaryOf('track');
  const plain = /^[^\p{Cc}\p{Cs}]*\.$/u;

  it('of /track is refused with a sentence, or what the writer takes and nobody is harmed by', () => {
    let taken = 0;
    holds(40_000, mutatedJson(track), (body) => {
      const parsed = parseTrackBody(body, NOON);
      if (!parsed.ok) {
        expect([400, 413]).toContain(parsed.refusal.status);
        expect(parsed.refusal.message.endsWith('.')).toBe(true);
        return;
      }
      taken += 1;
      const events = parsed.body.events.map((event) =>
        sessionEvent(event, { session: SESSION, site, receivedAt: NOON, randomId: () => 'random' }),
      );
      const told = JSON.stringify(messageOf(SESSION, events));
      expect([parseMessage(told).ok, harmfulIn(JSON.parse(told)), body]).toEqual([true, [], body]);
    });
    // Both ways are looked at.
    expect([taken > 1_000, taken < 39_000]).toEqual([true, true]);
  });

  it('of the other operations is refused by a fault of theirs, or as its schema has it', () => {
    const schema = v.object({ productId: v.string(), quantity: v.pipe(v.number(), v.integer()) });
    const bodies = mutatedJson([...ordinaryOf('addShopCartItem'), ...ordinaryOf('reportConversion')]);
    holds(15_000, bodies, (body) => {
      const request = readHttpRequest(
        eventV2({ body, headers: { 'content-type': 'application/json' } }),
        undefined,
      );
      for (const read of [() => readJsonBody(schema, request), () => readConversion(request)]) {
        try {
          expect(typeof read()).toBe('object');
        } catch (error) {
          expect(error).toBeInstanceOf(ApiFault);
        }
      }
    });
  });

  it('of the queue is refused with a reason that says nothing of its values', () => {
    const told = messageOf(SESSION, [
      sessionEvent(
        {
          type: 'page_view',
          source: 'browser',
          occurredAt: NOON,
          path: '/SECRET',
          title: 'SECRET',
          properties: { a: 'SECRET' },
        },
        { session: SESSION, site, receivedAt: NOON, randomId: () => 'random' },
      ),
    ]);
    holds(10_000, mutatedJson([JSON.stringify(told)]), (body) => {
      const parsed = parseMessage(body);
      if (parsed.ok) return;
      expect(parsed.reason).toMatch(/^[^\p{Cc}\p{Cs}]*$/u);
      expect(parsed.reason).not.toContain('SECRET');
    });
  });

  it('is refused as a query too', () => {
    const queries = mutated([
      'by=device&from=2026-11-01&to=2026-11-22&limit=10&filter=channel:email&site=shop',
    ]);
    holds(5_000, queries, (query) => {
      try {
        expect(readQuery(breakdownOperation.query, query)).toHaveProperty('by');
      } catch (error) {
        expect(error).toBeInstanceOf(ApiFault);
        expect((error as ApiFault).message).toMatch(plain);
      }
    });
  });

  it('byte for byte of the corpus', () => {
    for (const body of HOSTILE_BODIES) expect(parseTrackBody(body.toString(), NOON)).toHaveProperty('ok');
    for (const field of HOSTILE_FIELDS) {
      const body = `{${field},"eventType":"page_view","path":"/"}`;
      const parsed = parseTrackBody(body, NOON);
      expect(JSON.stringify(parsed)).not.toMatch(/polluted|another|\$where/);
    }
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});

it('that was enough', () => {
  expect(cases).toBeGreaterThanOrEqual(MIN_CASES);
});
