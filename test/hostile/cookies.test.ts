import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COOKIE_KEYS } from '../../bench/traffic/site.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import {
  readSessionCookie,
  readVisitorCookie,
  SESSION_COOKIE,
  type SessionCookie,
  signSessionCookie,
  signVisitorCookie,
  VISITOR_COOKIE,
  type VisitorCookie,
} from '../../src/domain/cookies/cookiePayloads.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import { type Answer, inTurns } from './ask.ts';
import { COOKIE_NAMES, forgedValues, oddCookieHeaders } from './corpus/cookies.ts';
import { askUntilHeard, faultIn } from './faultIn.ts';
import { forget, type HostileFootfall, startHostileFootfall } from './hostileFootfall.ts';

const AT_ONCE = 8;
const TIME_LIMIT_MS = 300_000;
const SITE = 'shop' as SiteId;
const keys = parseKeyRing(COOKIE_KEYS);
const othersKeys = parseKeyRing('b'.repeat(32));

const cookieOf = ({ headers }: Answer, name: string): string => {
  const cookie = headers['set-cookie']?.find((one) => one.startsWith(`${name}=`)) ?? '';
  return cookie.slice(name.length + 1, cookie.indexOf(';'));
};
const openSession = (value: string, nowMs = 0): SessionCookie => {
  const read = readSessionCookie(keys, value, SITE, nowMs);
  if (!read.ok) throw new Error(`no session cookie of ours: ${read.fault}`);
  return read.cookie;
};
const openVisitor = (value: string): VisitorCookie => {
  const read = readVisitorCookie(keys, value, SITE);
  if (!read.ok) throw new Error(`no visitor cookie of ours: ${read.fault}`);
  return read.cookie;
};

describe('npm start, sent cookies that it never gave', { timeout: TIME_LIMIT_MS }, () => {
  let footfall: HostileFootfall;
  /** The cookies of somebody else, and what they say. */
  let session: string;
  let visitor: string;
  let victim: SessionCookie;

  const view = (cookie: string | undefined, headers: object = {}): Promise<Answer> =>
    askUntilHeard(footfall.client, {
      method: 'POST',
      path: '/track',
      headers: {
        ...footfall.browser(),
        'content-type': 'application/json',
        ...(cookie === undefined ? {} : { cookie }),
        ...headers,
      },
      body: '{"eventType":"page_view","path":"/"}',
    });

  beforeAll(async () => {
    footfall = await startHostileFootfall(AT_ONCE);
    const first = await view(undefined);
    session = cookieOf(first, SESSION_COOKIE);
    visitor = cookieOf(first, VISITOR_COOKIE);
    victim = openSession(session);
  });
  afterAll(async () => {
    if (footfall) await forget(footfall);
  });

  /** Whose an answer says that the request is: its cookies, or the request's own where it sets none. */
  const isVictims = (answer: Answer): boolean => {
    const given = cookieOf(answer, SESSION_COOKIE);
    if (given === '') return true;
    const opened = openSession(given);
    const { browser } = openVisitor(cookieOf(answer, VISITOR_COOKIE) || visitor);
    return [opened.session, opened.browser, opened.visitor, browser].some((id) =>
      [victim.session, victim.browser, victim.visitor].some((of) => String(of) === String(id)),
    );
  };
  /** Sends each of them. @returns those that were wrongly answered, or taken for the victim's */
  const wrongOf = async (headers: readonly string[]): Promise<string[]> => {
    const wrong: string[] = [];
    await inTurns(headers, AT_ONCE, async (cookie) => {
      const answer = await view(cookie);
      const fault = faultIn(answer);
      if (fault !== undefined || answer.status !== 200) wrong.push(`${cookie} ${fault ?? answer.status}`);
      else if (isVictims(answer)) wrong.push(`${cookie} is taken for the victim's`);
    });
    return wrong.slice(0, 10);
  };

  it('takes the very cookies for whose they are: what follows would show nothing else', async () => {
    const answer = await view(`session=${session}; visitor_id=${visitor}`);
    expect([answer.status, isVictims(answer)]).toEqual([200, true]);
    const again = await view(`session=${session}`);
    expect(openVisitor(cookieOf(again, VISITOR_COOKIE)).browser).toBe(victim.browser);
  });

  it('takes a session cookie with any bit flipped, cut short, or pasted together for none', async () => {
    const forged = forgedValues(session, visitor);
    expect(forged.length).toBeGreaterThan(3_000);
    expect(await wrongOf(forged.map((value) => `session=${value}`))).toEqual([]);
  });

  it('takes a visitor cookie with any bit flipped, cut short, or pasted together for none', async () => {
    expect(await wrongOf(forgedValues(visitor, session).map((value) => `visitor_id=${value}`))).toEqual([]);
  });

  it('takes one cookie for no other, and none of another key or another site', async () => {
    const { visitor: vid, browser } = victim;
    const expiry = Date.now() + 60_000;
    const ofOther = { ...victim, site: 'other' as SiteId };
    expect(
      await wrongOf([
        `session=${visitor}; visitor_id=${session}`,
        `session=${signSessionCookie(othersKeys, victim, expiry)}`,
        `visitor_id=${signVisitorCookie(othersKeys, { site: SITE, visitor: vid, browser })}`,
        `session=${signSessionCookie(keys, ofOther, expiry)}`,
        `visitor_id=${signVisitorCookie(keys, { site: ofOther.site, visitor: vid, browser })}`,
        `session=${signSessionCookie(keys, victim, Date.now() - 1)}`,
      ]),
    ).toEqual([]);
  });

  it('takes a session cookie that is played back after its half hour for a new visit, of nobody', async () => {
    const laterMs = Date.now() + 32 * 60_000;
    const answer = await view(`session=${session}`, {
      'x-footfall-control': footfall.controlToken,
      'x-footfall-clock': String(laterMs),
    });
    expect(answer.status).toBe(200);
    const { session: id, browser } = openSession(cookieOf(answer, SESSION_COOKIE), laterMs);
    expect([id === victim.session, browser === victim.browser]).toEqual([false, false]);
  });

  it('answers cookie headers that are odd as a whole', async () => {
    const wrong: string[] = [];
    for (const cookie of oddCookieHeaders(session)) {
      const answer = await view(cookie);
      const fault = faultIn(answer);
      if (fault !== undefined || answer.status !== 200)
        wrong.push(`${cookie.slice(0, 80)} ${fault ?? answer.status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('lets nobody in by a forged cookie of the staff’s or a customer’s', async () => {
    const forged = forgedValues(session, visitor).filter((_, index) => index % 8 === 0);
    const wrong: string[] = [];
    const expected = {
      '/api/admin/me': ['GET', 401],
      '/api/storefront/auth/refresh': ['POST', 401],
    } as const;
    await inTurns(forged, AT_ONCE, async (value) => {
      const cookie = COOKIE_NAMES.map((name) => `${name}=${value}`)
        .join('; ')
        .slice(0, 15_000);
      for (const [path, [method, status]] of Object.entries(expected)) {
        const answer = await askUntilHeard(footfall.client, {
          method,
          path,
          headers: { ...footfall.browser(), 'content-type': 'application/json', cookie },
          ...(method === 'POST' ? { body: '{}' } : {}),
        });
        const fault = faultIn(answer);
        if (fault !== undefined || answer.status !== status)
          wrong.push(`${path} ${value} ${fault ?? answer.status}`);
      }
      const cart = await askUntilHeard(footfall.client, {
        method: 'GET',
        path: '/api/storefront/cart',
        headers: { ...footfall.browser(), cookie },
      });
      if (cart.status !== 200 || JSON.parse(cart.body).cart.quantity !== 0)
        wrong.push(`cart ${value} ${cart.body}`);
    });
    expect(wrong.slice(0, 10)).toEqual([]);
  });
});
