import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import {
  SESSION_IDLE_MS,
  SESSION_MAX_AGE_MS,
  SESSION_MAX_EVENTS,
} from '../../src/domain/sessions/session.ts';
import {
  DOCUMENT,
  distinct,
  downHotSessions,
  downRecord,
  eventsOf,
  eventTypesOf,
  pageView,
  recordOf,
  sessionOf,
  shopHandler,
  testBrowser,
  testDependencies,
} from '../support/testShop.ts';

const MINUTE = 60_000;
const VALUE = '[\\w-]+\\.[\\w-]{43}';
const SESSION_COOKIE = new RegExp(`^session=${VALUE}; Max-Age=1800; Path=/; HttpOnly; Secure; SameSite=Lax$`);
const VISITOR_COOKIE = new RegExp(
  `^visitor_id=${VALUE}; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Lax$`,
);

describe.each(['1.0', '2.0'] as const)('a visit over payload format %s', (payload) => {
  const setUp = (...replaced: Parameters<typeof testDependencies>) => {
    const deps = testDependencies(...replaced);
    return { deps, browser: testBrowser(createHandler(deps), { payload }) };
  };

  it('A: of a new browser begins a session and a visitor, and sets both cookies exactly', async () => {
    const { deps, browser } = setUp();
    const answer = await browser.track(pageView('/shoes'));
    expect(answer).toMatchObject({ statusCode: 200, body: '{"ok":true,"accepted":1}' });
    expect(answer.setCookies).toEqual([
      expect.stringMatching(SESSION_COOKIE),
      expect.stringMatching(VISITOR_COOKIE),
    ]);
    expect(eventTypesOf(deps)).toEqual(['session_started', 'page_view']);
    expect(eventsOf(deps)[0]).toMatchObject({
      source: 'server',
      context: {
        newBrowser: true,
        landingPage: '/shoes',
        device: { type: 'desktop', browser: 'Chrome', os: 'Windows' },
        address: '198.51.100.0',
      },
    });
    expect(eventsOf(deps)[1]).toMatchObject({ source: 'browser', path: '/shoes' });
    expect(deps.messages).toHaveLength(1);
  });

  it('B: of the same browser within 30 minutes goes on in its session, and renews both cookies', async () => {
    const { deps, browser } = setUp();
    await browser.track(pageView('/shoes'));
    deps.clock.nowMs += SESSION_IDLE_MS - 1;
    const answer = await browser.track(pageView('/hats'));
    expect(answer.setCookies).toEqual([
      expect.stringMatching(SESSION_COOKIE),
      expect.stringMatching(VISITOR_COOKIE),
    ]);
    deps.clock.nowMs += SESSION_IDLE_MS - 1;
    await browser.track(pageView('/cart'));
    expect(distinct(deps, 'id').size).toBe(1);
    expect(eventTypesOf(deps)).toEqual(['session_started', 'page_view', 'page_view', 'page_view']);
  });

  it('C: of the next day, the session cookie gone, begins a new session of the same visitor', async () => {
    const { deps, browser } = setUp();
    await browser.track(pageView('/shoes'));
    deps.clock.nowMs += 24 * 60 * MINUTE;
    browser.jar.delete('session');
    await browser.track(pageView('/hats'));
    expect(distinct(deps, 'id').size).toBe(2);
    expect(distinct(deps, 'visitor').size).toBe(1);
    expect(distinct(deps, 'browser').size).toBe(1);
    expect(eventsOf(deps)[2]).toMatchObject({ type: 'session_started', context: { newBrowser: false } });
  });

  it('C: begins a new session too where the browser sends a session cookie that has expired', async () => {
    const { deps, browser } = setUp();
    await browser.track(pageView());
    deps.clock.nowMs += SESSION_IDLE_MS + MINUTE;
    await browser.track(pageView());
    expect(distinct(deps, 'id').size).toBe(2);
    expect(distinct(deps, 'visitor').size).toBe(1);
    expect(deps.counts.get('cookie_expired')).toBe(1);
  });

  it('attaches the session to a handler, with its details', async () => {
    const deps = testDependencies();
    const browser = testBrowser(shopHandler(deps), { payload });
    const first = sessionOf(await browser.send(DOCUMENT));
    const second = sessionOf(await browser.send(DOCUMENT));
    expect(first).toMatchObject({
      isNew: true,
      type: 'ANONYMOUS',
      pageViews: 1,
      converted: false,
      site: 'shop',
    });
    expect(second).toMatchObject({ isNew: false, id: first.id, pageViews: 2, context: first.context });
  });

  it('hands cookies and body of a handler on beside its own', async () => {
    const deps = testDependencies();
    const handler = async () =>
      payload === '2.0'
        ? {
            statusCode: 201,
            cookies: ['cart=1'],
            headers: { 'Cache-Control': 'public, max-age=60' },
            body: 'made',
          }
        : {
            statusCode: 201,
            multiValueHeaders: { 'Set-Cookie': ['cart=1'], 'Cache-Control': ['public, max-age=60'] },
            body: 'made',
          };
    const answer = await testBrowser(shopHandler(deps, { handler }), { payload }).send(DOCUMENT);
    expect(answer).toMatchObject({ statusCode: 201, body: 'made' });
    expect(answer.setCookies.map((cookie) => cookie.split('=')[0])).toEqual([
      'cart',
      'session',
      'visitor_id',
      'footfall_pv',
    ]);
    const cacheControls = [answer.headers, answer.multiValueHeaders].flatMap((headers) =>
      Object.entries(headers ?? {}).flatMap(([name, value]) =>
        /^cache-control$/i.test(name) ? [value].flat() : [],
      ),
    );
    expect(cacheControls).toEqual(['no-store']);
  });
});

describe('a session cookie whose session', () => {
  /** A browser with a session that is in the record, and no longer hot. */
  const forgotten = async (replaced: Parameters<typeof testDependencies>[0] = {}) => {
    const messages: QueueMessage[] = [];
    const before = testDependencies({ deliver: async (message) => void messages.push(message) });
    const browser = testBrowser(createHandler(before));
    await browser.track(pageView('/shoes'));
    const first = messages[0]?.session;
    const deps = testDependencies({ findSession: recordOf(messages), ...replaced });
    return { deps, browser: testBrowser(shopHandler(deps), { jar: browser.jar }), first };
  };

  it('is in the record alone is restored from there, and is hot again', async () => {
    const { deps, browser, first } = await forgotten();
    deps.clock.nowMs += 10 * MINUTE;
    const restored = sessionOf(await browser.send(DOCUMENT));
    expect(restored).toMatchObject({ id: first?.id, visitor: first?.visitor, pageViews: 2, isNew: false });
    expect(eventTypesOf(deps)).toEqual(['page_view']);
    deps.clock.nowMs += 1;
    const withoutRecord = testBrowser(shopHandler({ ...deps, findSession: downRecord }), {
      jar: browser.jar,
    });
    expect(sessionOf(await withoutRecord.send(DOCUMENT))).toMatchObject({ id: first?.id, pageViews: 3 });
    expect(deps.counts.get('record_unavailable')).toBeUndefined();
  });

  it('is in neither store is kept while it is so young that the writer may not have come to it', async () => {
    const { deps, browser, first } = await forgotten({ findSession: async () => undefined });
    deps.clock.nowMs += 5 * MINUTE - 1;
    expect(sessionOf(await browser.send(DOCUMENT))).toMatchObject({ id: first?.id, isNew: false });
    expect(eventTypesOf(deps)).toEqual(['page_view']);
  });

  it('is in neither store and older is nobody’s: a new one of the same visitor begins', async () => {
    const { deps, browser, first } = await forgotten({ findSession: async () => undefined });
    deps.clock.nowMs += 5 * MINUTE;
    const session = sessionOf(await browser.send(DOCUMENT));
    expect(session).toMatchObject({
      visitor: first?.visitor,
      browser: first?.browser,
      isNew: true,
      pageViews: 1,
    });
    expect(session.id).not.toBe(first?.id);
    expect(eventTypesOf(deps)).toEqual(['session_started', 'page_view']);
  });

  it('is confirmed later where the deployment says so', async () => {
    const { deps, browser, first } = await forgotten({
      findSession: async () => undefined,
      sessionConfirmMs: 20 * MINUTE,
    });
    deps.clock.nowMs += 20 * MINUTE - 1;
    expect(sessionOf(await browser.send(DOCUMENT)).id).toBe(first?.id);
  });

  it('is not hot, while the record is down, is kept from its cookie', async () => {
    const { deps, browser, first } = await forgotten({ findSession: downRecord });
    deps.clock.nowMs += 20 * MINUTE;
    expect(sessionOf(await browser.send(DOCUMENT))).toMatchObject({ id: first?.id, isNew: false });
    expect(deps.counts.get('record_unavailable')).toBe(1);
  });

  it('cannot be asked for in Redis is looked up in the record by a handler that needs details', async () => {
    const { deps, browser, first } = await forgotten({ hotSessions: downHotSessions });
    deps.clock.nowMs += MINUTE;
    expect(sessionOf(await browser.send(DOCUMENT))).toMatchObject({ id: first?.id, pageViews: 2 });
    expect(deps.counts.get('hot_sessions_unavailable')).toBe(1);
  });

  it('can be asked for nowhere is carried by its cookie, and its events by the queue', async () => {
    const { deps, browser, first } = await forgotten({
      hotSessions: downHotSessions,
      findSession: downRecord,
    });
    deps.clock.nowMs += MINUTE;
    const answer = await browser.send(DOCUMENT);
    expect(sessionOf(answer)).toMatchObject({
      id: first?.id,
      visitor: first?.visitor,
      startedAt: first?.startedAt,
    });
    expect(answer.setCookies[0]).toMatch(SESSION_COOKIE);
    expect(deps.messages).toMatchObject([{ session: first, events: [{ type: 'page_view' }] }]);
  });
});

describe('/track while Redis is down', () => {
  it('goes on from the cookies alone, and asks the record nothing', async () => {
    let asked = 0;
    const deps = testDependencies({
      hotSessions: downHotSessions,
      findSession: async () => {
        asked += 1;
        return undefined;
      },
    });
    const browser = testBrowser(createHandler(deps));
    for (const path of ['/', '/shoes', '/hats'])
      expect((await browser.track(pageView(path))).statusCode).toBe(200);
    expect(asked).toBe(0);
    expect(distinct(deps, 'id').size).toBe(1);
    expect(eventTypesOf(deps)).toEqual(['session_started', 'page_view', 'page_view', 'page_view']);
  });
});

describe('a session that has lasted', () => {
  it('for 24 hours is followed by another of the same visitor, which parallel requests agree on', async () => {
    const deps = testDependencies();
    const browser = testBrowser(createHandler(deps));
    await browser.track(pageView());
    for (let passedMs = 0; passedMs < SESSION_MAX_AGE_MS - 20 * MINUTE; passedMs += 20 * MINUTE) {
      deps.clock.nowMs += 20 * MINUTE;
      await browser.track(pageView());
    }
    expect(distinct(deps, 'id').size).toBe(1);
    deps.clock.nowMs += 20 * MINUTE;
    await Promise.all([browser.track(pageView()), browser.track(pageView())]);
    await browser.track(pageView());
    expect(distinct(deps, 'id').size).toBe(2);
    expect(distinct(deps, 'visitor').size).toBe(1);
  });

  it('for 2,000 events is followed by another', async () => {
    const deps = testDependencies();
    const browser = testBrowser(createHandler(deps));
    const batch = { events: Array.from({ length: 50 }, () => pageView()) };
    for (let events = 0; events < SESSION_MAX_EVENTS; events += 50) await browser.track(batch);
    expect(distinct(deps, 'id').size).toBe(1);
    await browser.track(pageView());
    await browser.track(pageView());
    expect(distinct(deps, 'id').size).toBe(2);
    expect(distinct(deps, 'visitor').size).toBe(1);
    expect(eventTypesOf(deps).slice(-3)).toEqual(['session_started', 'page_view', 'page_view']);
  });
});

describe('requests that track nothing', () => {
  it('touch the session once in 60 s, so that the record knows when it was last seen', async () => {
    const deps = testDependencies();
    const browser = testBrowser(shopHandler(deps, { pageViews: 'browser' }));
    await browser.send({ method: 'GET' });
    for (let seconds = 0; seconds < 150; seconds += 10) {
      deps.clock.nowMs += 10_000;
      await browser.send({ method: 'GET' });
    }
    expect(eventTypesOf(deps)).toEqual(['session_started', 'session_touched', 'session_touched']);
    expect(eventsOf(deps)[2]).toMatchObject({
      source: 'server',
      occurredAt: (eventsOf(deps)[0]?.occurredAt as number) + 120_000,
    });
  });
});

describe('51 requests at once in one session', () => {
  it('are 51 page views of one session', async () => {
    const deps = testDependencies();
    const browser = testBrowser(createHandler(deps));
    await browser.track({ eventType: 'newsletter', path: '/' });
    const answers = await Promise.all(
      Array.from({ length: 51 }, (_, index) => browser.track(pageView(`/${index}`))),
    );
    expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
    expect(distinct(deps, 'id').size).toBe(1);
    const atShop = testBrowser(shopHandler(deps, { pageViews: 'browser' }), { jar: browser.jar });
    const session = sessionOf(await atShop.send({ method: 'GET' }));
    expect(session).toMatchObject({ pageViews: 51, events: 52 });
    const views = eventsOf(deps).filter(({ type }) => type === 'page_view');
    expect(new Set(views.map(({ id }) => id)).size).toBe(51);
  });
});
