import { describe, expect, test } from 'vitest';
import {
  SESSION_COOKIE,
  VISITOR_COOKIE,
  VISITOR_COOKIE_MAX_AGE_S,
} from '../../src/domain/cookies/cookiePayloads.ts';
import { signValue } from '../../src/domain/cookies/signedValue.ts';
import { verifyPassword } from '../../src/passwords/passwordHash.ts';
import { createStaffCookie, STAFF_COOKIE, STAFF_COOKIE_MAX_AGE_S } from '../../src/staff/staffCookie.ts';
import { recordOf, shopHandler, testBrowser, testDependencies, testKeys } from '../support/testShop.ts';
import { payloadOf, type Recording, recordings, recordingsWith, visitorOf } from './recordings.ts';
import { RECORDED } from './recordingTerms.ts';

/** Of a shop that has the cookie keys of the recording. */
const comeBack = async (
  { messages }: Recording,
  cookies: { readonly [name: string]: string },
  afterMs: number,
) => {
  const deps = testDependencies({ findSession: recordOf(messages.map((body) => JSON.parse(body))) });
  deps.clock.nowMs = RECORDED.endedAtMs + afterMs;
  const browser = testBrowser(shopHandler(deps), { jar: new Map(Object.entries(cookies)) });
  await browser.track({ eventType: 'page_view', path: '/again' });
  return { deps, session: deps.messages[0]?.session, jar: browser.jar };
};

const MINUTE_MS = 60_000;

describe.each(recordings)('cookies of $release', (recording) => {
  const ben = visitorOf(recording, 'ben');
  const { sid, vid, b } = payloadOf(ben.cookies[SESSION_COOKIE]);

  test('let a visitor go on with the same session, and are not signed anew', async () => {
    const { deps, session, jar } = await comeBack(recording, ben.cookies, 0);
    expect(session).toMatchObject({ id: sid, visitor: vid, browser: b });
    expect([...deps.counts.keys()].filter((what) => what.startsWith('cookie_'))).toEqual([]);
    expect(payloadOf(jar.get(SESSION_COOKIE))).toMatchObject({ v: 1, sid, vid, b });
    expect(jar.get(VISITOR_COOKIE)).toBe(ben.cookies[VISITOR_COOKIE]);
  });

  test('name the same visitor on the last day of their year, in a session of its own', async () => {
    const yearLess = VISITOR_COOKIE_MAX_AGE_S * 1_000 - MINUTE_MS;
    const { session } = await comeBack(recording, ben.cookies, yearLess);
    expect(session).toMatchObject({ visitor: vid, browser: b });
    expect(session?.id).not.toBe(sid);
  });

  test('are what a page’s nonce leads to: two releases beside each other make one session of its parallel requests', async () => {
    const deps = testDependencies();
    deps.clock.nowMs = RECORDED.endedAtMs;
    const view = { eventType: 'page_view', path: '/' };
    const browser = testBrowser(shopHandler(deps));
    await browser.track(view, { headers: { 'x-footfall-nonce': ben.nonce } });
    expect(deps.messages[0]?.session).toMatchObject({ id: sid, visitor: vid, browser: b });
    expect(payloadOf(browser.jar.get(SESSION_COOKIE)).k).toBe(payloadOf(ben.cookies[SESSION_COOKIE]).k);
  });
});

test.each(recordingsWith('dora'))(
  'a customer’s cookie of $release is as good as it was',
  async (recording) => {
    const { cookies } = visitorOf(recording, 'dora');
    const { sid, vid } = payloadOf(cookies[SESSION_COOKIE]);
    const { deps, session } = await comeBack(recording, cookies, 0);
    expect(session).toMatchObject({ id: sid, visitor: vid });
    expect(deps.counts).toEqual(new Map());
  },
);

test.each(recordingsWith('staff'))(
  'who had logged in to the dashboard of $release is in, for their day, by the same password',
  async (recording) => {
    const { cookies, passwordHash = '' } = visitorOf(recording, 'staff');
    const { isValid } = createStaffCookie({ keys: testKeys, passwordHash });
    const value = cookies[STAFF_COOKIE] ?? '';
    expect(isValid(value, RECORDED.endedAtMs)).toBe(true);
    expect(isValid(value, RECORDED.endedAtMs + STAFF_COOKIE_MAX_AGE_S * 1_000)).toBe(false);
    expect(await verifyPassword(RECORDED.environment.ADMIN_PASSWORD, passwordHash)).toBe(true);
  },
);

test.each(recordings)(
  'a cookie of a release after $release, of a later version, counts as absent and is counted',
  async (recording) => {
    const { cookies } = visitorOf(recording, 'ben');
    const later = Object.fromEntries(
      Object.entries(cookies).map(([name, value]) => {
        const payload = Buffer.from(JSON.stringify({ ...payloadOf(value), v: 2 })).toString('base64url');
        return [name, signValue(testKeys, name, payload)];
      }),
    );
    const { deps, session, jar } = await comeBack(recording, later, 0);
    expect(deps.counts).toMatchObject(new Map([['cookie_unknown_version', 2]]));
    expect(session?.visitor).not.toBe(payloadOf(cookies[VISITOR_COOKIE]).vid);
    expect(payloadOf(jar.get(VISITOR_COOKIE)).v).toBe(1);
  },
);
