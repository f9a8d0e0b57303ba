import { describe, expect, it, vi } from 'vitest';
import { memoryHotSessions } from '../../src/adapters/memory/memoryHotSessions.ts';
import { memoryIdentities } from '../../src/adapters/memory/memoryIdentities.ts';
import { SECRET_GRACE_MS } from '../../src/domain/identity/sessionSecret.ts';
import { SESSION_IDLE_MS } from '../../src/domain/sessions/session.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import {
  distinct,
  downHotSessions,
  eventTypesOf,
  recordOf,
  shopHandler,
  type TestDependencies,
  testBrowser,
  testDependencies,
} from '../support/testShop.ts';
import { customerBrowser, recordedSessions } from './loginShop.ts';

/** What a session's cookie holds, unverified. */
const cookieOf = (jar: ReadonlyMap<string, string>): { sid: string; vid: string; b: string; k: string } =>
  JSON.parse(Buffer.from(jar.get('session')?.split('.')[0] ?? '', 'base64url').toString());

const loggedIn = async (deps: TestDependencies = testDependencies()) => {
  const browser = customerBrowser(deps);
  await browser.visit();
  const planted = new Map(browser.jar);
  await browser.logIn('anna');
  return { deps, browser, planted };
};

describe('a login', () => {
  it('keeps the session, and gives it a customer and another secret', async () => {
    const { deps, browser, planted } = await loggedIn();
    const [before, after] = [cookieOf(planted), cookieOf(browser.jar)];
    expect(after.sid).toBe(before.sid);
    expect(after.k).not.toBe(before.k);
    const { session } = await browser.visit();
    expect(session).toMatchObject({ id: before.sid, type: 'CUSTOMER', customerId: 'anna', isNew: false });
    expect(eventTypesOf(deps)).toEqual(['session_started', 'customer_login']);
    expect(recordedSessions(deps)).toMatchObject([
      { id: before.sid, type: 'CUSTOMER', customerId: 'anna', secret: after.k, formerSecret: before.k },
    ]);
  });

  it('shows the handler its session at once, and never a secret', async () => {
    const browser = customerBrowser(testDependencies());
    const { seen, session, body } = await browser.logIn('anna');
    expect(seen).toMatchObject({ type: 'ANONYMOUS', isNew: true });
    expect(session).toMatchObject({ id: seen.id, type: 'CUSTOMER', customerId: 'anna', isNew: true });
    const { k } = cookieOf(browser.jar);
    expect(body).not.toContain(k);
    expect(body).not.toContain('ecret');
  });

  it('repeated changes nothing but the secret; twice at once it is one login', async () => {
    const deps = testDependencies();
    const browser = customerBrowser(deps);
    await browser.visit();
    const jars = Array.from({ length: 5 }, () => new Map(browser.jar));
    await Promise.all(jars.map((jar) => customerBrowser(deps, { jar }).logIn('anna')));
    expect(new Set(jars.map((jar) => cookieOf(jar).k)).size).toBe(1);
    expect(recordedSessions(deps)).toMatchObject([
      { customerId: 'anna', secret: cookieOf(jars[0] as never).k },
    ]);
    const again = customerBrowser(deps, { jar: jars[0] as Map<string, string> });
    await again.logIn('anna');
    expect(recordedSessions(deps)).toMatchObject([{ customerId: 'anna', secret: cookieOf(again.jar).k }]);
  });

  it('with 20 requests in flight leaves one session, and the fresh cookie', async () => {
    const deps = testDependencies();
    const browser = customerBrowser(deps);
    await browser.visit();
    const inFlight = Promise.withResolvers<void>();
    let entered = 0;
    const hooks = {
      entered: () => {
        entered += 1;
        return inFlight.promise;
      },
    };
    const slow = customerBrowser(deps, { jar: browser.jar, hooks });
    const waiting = Array.from({ length: 20 }, () => slow.visit());
    await vi.waitFor(() => expect(entered).toBe(waiting.length), { timeout: 10_000 });
    await browser.logIn('anna');
    const fresh = browser.jar.get('session');
    deps.clock.nowMs += 200;
    inFlight.resolve();
    const answers = await Promise.all(waiting);
    expect(browser.jar.get('session')).toBe(fresh);
    expect(answers.flatMap(({ setCookies }) => setCookies)).toEqual([]);
    expect(distinct(deps, 'id').size).toBe(1);
    expect((await browser.visit()).session).toMatchObject({ customerId: 'anna' });
    expect(recordedSessions(deps)).toHaveLength(1);
  });

  it('and an order of answers that no server decides: who still has the old cookie gets the fresh one with the customer’s token', async () => {
    const { deps, browser, planted } = await loggedIn();
    const late = customerBrowser(deps, { jar: new Map(planted) });
    deps.clock.nowMs += 10 * SECRET_GRACE_MS;
    await late.visit('anna');
    expect(cookieOf(late.jar)).toEqual(
      expect.objectContaining({ sid: cookieOf(browser.jar).sid, k: cookieOf(browser.jar).k }),
    );
    const other = customerBrowser(deps, { jar: new Map(planted) });
    await other.visit('ben');
    expect(cookieOf(other.jar).sid).not.toBe(cookieOf(browser.jar).sid);
  });
});

describe('a cookie that was planted before a login', () => {
  it.each([0, SECRET_GRACE_MS])('attaches nobody %i ms after it, and is given no cookie', async (afterMs) => {
    const { deps, browser, planted } = await loggedIn();
    const victim = cookieOf(browser.jar);
    deps.clock.nowMs += afterMs;
    const { session, setCookies, body } = await customerBrowser(deps, { jar: planted }).visit();
    expect(session).toMatchObject({ id: victim.sid, type: 'ANONYMOUS', converted: false });
    expect(setCookies).toEqual([]);
    for (const told of ['anna', victim.k]) expect(body).not.toContain(told);
  });

  it('names the visitor that it named before, and not the customer’s', async () => {
    const deps = testDependencies();
    await customerBrowser(deps).logIn('anna');
    const { browser, planted } = await loggedIn(deps);
    const { session } = await customerBrowser(deps, { jar: planted }).visit();
    expect(session.visitor).toBe(cookieOf(planted).vid);
    expect(session.visitor).not.toBe(cookieOf(browser.jar).vid);
  });

  it('is worth nothing 61 s after it: another session, and nothing of the victim’s in it', async () => {
    const { deps, browser, planted } = await loggedIn();
    const victim = cookieOf(browser.jar);
    deps.clock.nowMs += 61_000;
    const thief = customerBrowser(deps, { jar: planted });
    const { session, body } = await thief.visit();
    expect(session.id).not.toBe(victim.sid);
    expect(session).toMatchObject({ type: 'ANONYMOUS', pageViews: 0, converted: false });
    for (const told of ['anna', victim.k, victim.sid]) expect(body).not.toContain(told);
    expect(cookieOf(thief.jar).k).not.toBe(victim.k);
    expect(deps.counts.get('cookie_superseded')).toBe(1);
    expect((await browser.visit()).session).toMatchObject({ id: victim.sid, customerId: 'anna' });
  });

  it('logs nobody out, and its own login begins a session of its own', async () => {
    const { deps, browser, planted } = await loggedIn();
    const thief = customerBrowser(deps, { jar: planted });
    await thief.logOut();
    expect((await browser.visit()).session).toMatchObject({ customerId: 'anna' });
    const { session } = await thief.logIn('mallory');
    expect(session).toMatchObject({ type: 'CUSTOMER', customerId: 'mallory' });
    expect(session.id).not.toBe(cookieOf(browser.jar).sid);
    expect((await browser.visit()).session).toMatchObject({ customerId: 'anna' });
    expect(new Set(recordedSessions(deps).map(({ person }) => person)).size).toBe(2);
  });

  it('is worth as little where the record alone remembers the login', async () => {
    const { deps, browser, planted } = await loggedIn();
    const afterOutage = { ...deps, hotSessions: memoryHotSessions(), findSession: recordOf(deps.messages) };
    deps.clock.nowMs += 1_000;
    const early = await customerBrowser(afterOutage, { jar: new Map(planted) }).visit();
    expect(early.session).toMatchObject({ type: 'ANONYMOUS' });
    expect(early.setCookies).toEqual([]);
    deps.clock.nowMs += SECRET_GRACE_MS;
    for (const hotSessions of [memoryHotSessions(), downHotSessions]) {
      const late = await customerBrowser({ ...afterOutage, hotSessions }, { jar: new Map(planted) }).visit();
      expect(late.session.id).not.toBe(cookieOf(browser.jar).sid);
      expect(late.body).not.toContain('anna');
    }
    expect((await customerBrowser(afterOutage, { jar: browser.jar }).visit()).session).toMatchObject({
      customerId: 'anna',
    });
  });
});

describe('a logout', () => {
  it('ends the session, and begins an anonymous one of the same browser and visitor', async () => {
    const { deps, browser } = await loggedIn();
    const before = cookieOf(browser.jar);
    const { session } = await browser.logOut();
    const after = cookieOf(browser.jar);
    expect(after).toMatchObject({ b: before.b, vid: before.vid });
    expect(after.sid).not.toBe(before.sid);
    expect(session).toMatchObject({ id: after.sid, type: 'ANONYMOUS', isNew: true });
    expect(session.customerId).toBeUndefined();
    expect(recordedSessions(deps)).toMatchObject([
      { id: before.sid, type: 'CUSTOMER', customerId: 'anna', closed: true },
      { id: after.sid, type: 'ANONYMOUS', secret: after.k },
    ]);
  });

  it('leaves the cookie of before nothing, not even with the customer’s token', async () => {
    const { deps, browser } = await loggedIn();
    const old = new Map(browser.jar);
    await browser.logOut();
    const under = await customerBrowser(deps, { jar: new Map(old) }).visit('anna');
    expect(under.setCookies).toEqual([]);
    expect(under.session.customerId).toBeUndefined();
    deps.clock.nowMs += 61_000;
    const later = await customerBrowser(deps, { jar: new Map(old) }).visit();
    expect(later.session.id).not.toBe(cookieOf(old).sid);
  });
});

describe('a return', () => {
  it('with a valid token begins a session of the customer’s, of the same visitor', async () => {
    const { deps, browser } = await loggedIn();
    const before = cookieOf(browser.jar);
    deps.clock.nowMs += SESSION_IDLE_MS + 60_000;
    const { session } = await browser.visit('anna');
    expect(session).toMatchObject({ type: 'CUSTOMER', customerId: 'anna', isNew: true, visitor: before.vid });
    expect(session.id).not.toBe(before.sid);
    const [, second] = recordedSessions(deps);
    expect(second).toMatchObject({
      type: 'CUSTOMER',
      customerId: 'anna',
      visitor: before.vid,
      newBrowser: false,
    });
  });

  it('with twenty requests at once, some with a token, is one session', async () => {
    const { deps, browser } = await loggedIn();
    deps.clock.nowMs += SESSION_IDLE_MS + 60_000;
    const nonce = 'f'.repeat(32);
    browser.jar.delete('session');
    browser.jar.set('footfall_nonce', nonce);
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => browser.visit(index % 2 === 0 ? 'anna' : undefined)),
    );
    const [, ...later] = recordedSessions(deps);
    expect(later).toMatchObject([{ type: 'CUSTOMER', customerId: 'anna' }]);
    expect((await browser.visit('anna')).session).toMatchObject({ customerId: 'anna' });
    expect(recordedSessions(deps)).toHaveLength(2);
  });

  it('with a token that the shop cannot read is nobody’s, and the request goes on', async () => {
    const deps = testDependencies();
    const handler = shopHandler(deps, {
      customerOf: () => Promise.reject(new Error('the key ring is broken')),
    });
    const { statusCode, body } = await testBrowser(handler).send();
    expect(statusCode).toBe(200);
    expect(JSON.parse(body ?? '').session).toMatchObject({ type: 'ANONYMOUS' });
    expect(deps.counts.get('customer_of_failed')).toBe(1);
  });
});

describe('when a part fails, a login', () => {
  it('goes on without Redis, and the cookie carries it', async () => {
    const deps = testDependencies();
    const down = { ...deps, hotSessions: downHotSessions };
    const browser = customerBrowser(down);
    await browser.visit();
    await browser.logIn('anna');
    const { sid, k } = cookieOf(browser.jar);
    expect(k).toMatch(/^1\./);
    const back = customerBrowser({ ...deps, findSession: recordOf(deps.messages) }, { jar: browser.jar });
    expect((await back.visit()).session).toMatchObject({ id: sid, type: 'CUSTOMER', customerId: 'anna' });
  });

  it('outlives a Redis that forgets its last writes: the signed cookie is ahead of it', async () => {
    const deps = testDependencies();
    const forgetful = {
      ...deps,
      hotSessions: { ...deps.hotSessions, change: async () => ({ outcome: 'changed' }) as const },
    };
    const browser = customerBrowser(forgetful);
    await browser.visit();
    await browser.logIn('anna');
    const after = cookieOf(browser.jar);
    const { session } = await customerBrowser(deps, { jar: browser.jar }).visit();
    expect(session).toMatchObject({ id: after.sid, visitor: after.vid });
    expect(cookieOf(browser.jar).k).toBe(after.k);
    expect(deps.counts.get('session_behind_cookie')).toBe(1);
    expect(recordedSessions(deps)).toHaveLength(1);
  });

  it('gives the customer a visitor of its own where nobody can say which it is, and the next login finds the right one', async () => {
    const deps = testDependencies();
    const identities = memoryIdentities();
    const first = customerBrowser({ ...deps, identities });
    await first.logIn('anna');
    const anna = cookieOf(first.jar).vid;
    const down = { identify: () => Promise.reject(new RecordUnavailable('down')) };
    const second = customerBrowser({ ...deps, identities: down });
    await second.logIn('anna');
    const meanwhile = cookieOf(second.jar).vid;
    expect(meanwhile).not.toBe(anna);
    await customerBrowser({ ...deps, identities }, { jar: second.jar }).logIn('anna');
    expect(cookieOf(second.jar).vid).toBe(anna);
    expect(new Set(recordedSessions(deps).map(({ person }) => person))).toEqual(new Set([anna]));
    expect(deps.counts.get('identities_unavailable')).toBe(1);
  });

  it('does not make one customer’s session another’s where nobody can say whose it is', async () => {
    const { deps, browser } = await loggedIn();
    const blind = { ...deps, hotSessions: downHotSessions, findSession: async () => undefined };
    await customerBrowser(blind, { jar: browser.jar }).logIn('ben');
    expect(recordedSessions(deps).map(({ customerId }) => customerId)).toEqual(['anna', 'ben']);
  });
});

describe('nobody is logged in', () => {
  it.each([
    ['a bot', { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' }],
    ['a visitor who must not be tracked', { 'sec-gpc': '1', origin: 'https://other.example' }],
  ])('as %s', async (_, headers) => {
    const deps = testDependencies();
    const handler = shopHandler(deps, {
      handler: async (event) => {
        await event.login?.('anna');
        await event.logout?.();
        return { statusCode: 200, body: '{}' };
      },
    });
    expect((await testBrowser(handler).send({ method: 'POST', headers, body: '{}' })).statusCode).toBe(200);
    expect(eventTypesOf(deps)).not.toContain('customer_login');
    expect(deps.counts.get('login_without_session')).toBe(2);
  });

  it.each(['', 'a\nb', 'x'.repeat(257)])('by the id %j', async (id) => {
    const handler = shopHandler(testDependencies(), {
      handler: async (event) => {
        const fault = await Promise.resolve()
          .then(() => event.login?.(id))
          .catch((error: Error) => error.name);
        return { statusCode: 200, body: JSON.stringify(fault) };
      },
    });
    expect((await testBrowser(handler).send()).body).toBe('"TypeError"');
  });
});

it.each([
  ['of another currency', { orderId: 'o1', amountMinor: 100, currency: 'USD', items: [] }],
  ['without one', { orderId: 'o1', amountMinor: 100, items: [] }],
])('event.track refuses an order %s', async (_, properties) => {
  const deps = testDependencies();
  const handler = shopHandler(deps, {
    handler: async (event) => {
      expect(() => event.track?.('order_completed', properties)).toThrow(/currency must be the site's, EUR/);
      event.track?.('order_completed', { ...properties, currency: 'EUR' });
      return { statusCode: 200, body: '{}' };
    },
  });
  await testBrowser(handler).send();
  expect(eventTypesOf(deps).filter((type) => type === 'order_completed')).toHaveLength(1);
});
