import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/track/createHandler.ts';
import { memoryHotSessions } from '../../../src/adapters/memory/memoryHotSessions.ts';
import { memorySalts } from '../../../src/adapters/memory/memorySalts.ts';
import type { BrowserId } from '../../../src/domain/ids.ts';
import { foldSession } from '../../../src/domain/sessions/foldSession.ts';
import { SESSION_MAX_EVENTS } from '../../../src/domain/sessions/session.ts';
import type { HttpEvent } from '../../../src/middleware/HttpRequest.ts';
import type { WithSession } from '../../../src/middleware/sessionMiddleware.ts';
import { SaltsUnavailable } from '../../../src/ports/DailySalts.ts';
import { storedEvents } from '../../../src/writer/storedEvents.ts';
import { CHROME, GOOGLEBOT } from '../../support/apiGatewayEvents.ts';
import {
  DOCUMENT,
  distinct,
  downHotSessions,
  eventsOf,
  eventTypesOf,
  FETCH,
  NOON,
  pageView,
  sessionOf,
  shopHandler,
  type TestDependencies,
  testBrowser,
} from '../../support/testShop.ts';
import { quietShop } from './quietShop.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The midnight in Berlin after {@link NOON}. */
const MIDNIGHT = NOON + 11 * HOUR;
const FIREFOX = { headers: { 'user-agent': `${CHROME} Firefox/140.0` } };

const open = (replaced: Parameters<typeof quietShop>[1] = {}) => {
  const deps = quietShop('cookieless', replaced);
  const handler = createHandler(deps);
  return { deps, handler, browser: testBrowser(handler) };
};
/** The session of all messages, as the record has it. */
const foldOf = (deps: TestDependencies) =>
  foldSession({ events: deps.messages.flatMap(storedEvents), site: deps.sites[0] });
const counted = (deps: Parameters<typeof distinct>[0]) => ({
  sessions: distinct(deps, 'id').size,
  visitors: distinct(deps, 'visitor').size,
});

describe('a site that keeps no cookies', () => {
  it('knows a browser again within the day, and never sets a cookie', async () => {
    const { deps, browser } = open();
    for (const path of ['/', '/a', '/b']) {
      const answer = await browser.track(pageView(path));
      expect(answer).toMatchObject({ body: '{"ok":true,"accepted":1}', setCookies: [] });
      deps.clock.nowMs += 10 * MINUTE;
    }
    expect(counted(deps)).toEqual({ sessions: 1, visitors: 1 });
    const views = eventTypesOf(deps).filter((type) => type !== 'session_started');
    expect(views).toEqual(['page_view', 'page_view', 'page_view']);
  });

  it('begins a new session after 30 idle minutes, of the same visitor', async () => {
    const { deps, browser } = open();
    await browser.track(pageView());
    deps.clock.nowMs += 30 * MINUTE;
    await browser.track(pageView());
    expect(counted(deps)).toEqual({ sessions: 2, visitors: 1 });
  });

  it('does not look at cookies and nonces that a request brings', async () => {
    const { deps, handler } = open();
    const cookies = testBrowser(createHandler(quietShop('cookies')));
    await cookies.track(pageView());
    await testBrowser(handler).track(pageView('/', { nonce: 'a'.repeat(32) }));
    await testBrowser(handler, { jar: cookies.jar }).track(pageView('/', { nonce: 'b'.repeat(32) }));
    expect(counted(deps)).toEqual({ sessions: 1, visitors: 1 });
  });

  it('tells visitors apart by address range and user agent, and by nothing else', async () => {
    const { deps, handler } = open();
    const visit = (address: string, more = {}) => testBrowser(handler, { address }).track(pageView(), more);
    await visit('198.51.100.7');
    await visit('198.51.100.200', { headers: { 'accept-language': 'de' } });
    expect(counted(deps)).toEqual({ sessions: 1, visitors: 1 });
    await visit('203.0.113.7');
    await visit('198.51.100.7', FIREFOX);
    expect(counted(deps)).toEqual({ sessions: 3, visitors: 3 });
  });

  it('makes the same visitor another one on another site, and the next day', async () => {
    const salts = memorySalts();
    const { deps, browser } = open({ salts });
    const other = open({ salts, site: { id: 'other' } });
    await browser.track(pageView());
    await other.browser.track(pageView());
    deps.clock.nowMs = MIDNIGHT + 9 * HOUR;
    await browser.track(pageView());
    const visitors = [...distinct(deps, 'visitor'), ...distinct(other.deps, 'visitor')];
    expect(new Set(visitors).size).toBe(3);
  });

  it('lets a session that is live at midnight go on, until the old salt is gone', async () => {
    const { deps, browser } = open();
    deps.clock.nowMs = MIDNIGHT - 10 * MINUTE;
    for (const _ of ['23:50', '00:05', '00:20', '00:29']) {
      await browser.track(pageView());
      deps.clock.nowMs += deps.clock.nowMs < MIDNIGHT + 20 * MINUTE ? 15 * MINUTE : 9 * MINUTE;
    }
    expect(counted(deps)).toEqual({ sessions: 1, visitors: 1 });
    deps.clock.nowMs = MIDNIGHT + 30 * MINUTE;
    await browser.track(pageView());
    expect(counted(deps)).toEqual({ sessions: 2, visitors: 2 });
  });

  it('begins with the new salt where none was live at midnight', async () => {
    const { deps, browser } = open();
    deps.clock.nowMs = MIDNIGHT - 40 * MINUTE;
    await browser.track(pageView());
    deps.clock.nowMs = MIDNIGHT + MINUTE;
    await browser.track(pageView());
    await browser.track(pageView());
    expect(counted(deps)).toEqual({ sessions: 2, visitors: 2 });
  });

  it('begins another session after 2,000 events', async () => {
    const { deps, browser } = open();
    const batch = { events: Array.from({ length: 50 }, () => pageView()) };
    for (let events = 0; events <= SESSION_MAX_EVENTS; events += 50) await browser.track(batch);
    expect(counted(deps)).toEqual({ sessions: 2, visitors: 1 });
    const starts = eventsOf(deps).filter(({ type }) => type === 'session_started');
    expect(new Set(starts.map(({ id }) => id)).size).toBe(2);
  });

  it('keeps each session within 2,000 events however many come, in two trips at most', async () => {
    let trips = 0;
    const hot = memoryHotSessions();
    const visit: typeof hot.visit = (asked) => {
      trips += 1;
      return hot.visit(asked);
    };
    const { deps, browser } = open({ hotSessions: { ...hot, visit } });
    const batch = { events: Array.from({ length: 50 }, () => pageView()) };
    const begun: number[] = [];
    for (let events = 0; events < 6 * SESSION_MAX_EVENTS; events += 50) {
      if (events % SESSION_MAX_EVENTS === 0) begun.push(deps.clock.nowMs);
      trips = 0;
      await browser.track(batch);
      expect(trips).toBe(events < SESSION_MAX_EVENTS ? 1 : 2);
      deps.clock.nowMs += 5_000;
    }
    const views = Map.groupBy(deps.messages, ({ session }) => session.id).values();
    const viewsOf = (messages: typeof deps.messages) =>
      eventTypesOf({ messages }).filter((type) => type === 'page_view').length;
    expect([...views].map(viewsOf)).toEqual(Array(6).fill(SESSION_MAX_EVENTS));
    // Each has a start of its own, or its hour and its duration would be those of the day.
    expect([...new Set(deps.messages.map(({ session }) => session.startedAt))]).toEqual(begun);
  });

  it('begins another session after 24 hours without a pause, on a day of 25', async () => {
    const { deps, browser } = open();
    const lastDayOfSummer = Date.UTC(2026, 9, 24, 22);
    for (let minutes = 0; minutes < 25 * 60; minutes += 20) {
      deps.clock.nowMs = lastDayOfSummer + minutes * MINUTE;
      await browser.track(pageView());
    }
    expect(counted(deps)).toEqual({ sessions: 2, visitors: 1 });
  });

  it('has its requests agree on one session, in whatever order they come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 8 }), async (scheduler, times) => {
        const hot = memoryHotSessions();
        const salts = memorySalts();
        const { deps, browser } = open({
          hotSessions: { ...hot, visit: scheduler.scheduleFunction(hot.visit) },
          salts: { saltOf: scheduler.scheduleFunction(salts.saltOf) },
        });
        const views = Array.from({ length: times }, () => browser.track(pageView()));
        await scheduler.waitFor(Promise.all(views));
        expect(counted(deps)).toEqual({ sessions: 1, visitors: 1 });
      }),
      { numRuns: 50 },
    );
  });

  it('tells a session’s start again for half an hour, for who lost the first message has no cookie that says so', async () => {
    let lost = 1;
    const salts = memorySalts();
    const { deps, browser } = open({ salts });
    const failing = open({
      salts,
      hotSessions: deps.hotSessions,
      deliver: async (message) => {
        if (lost-- > 0) throw new TypeError('lost');
        await deps.deliver(message);
      },
    });
    expect((await failing.browser.track(pageView())).statusCode).toBe(503);
    expect((await failing.browser.track(pageView())).statusCode).toBe(200);
    expect(eventTypesOf(deps)).toEqual(['session_started', 'page_view']);
    const starts = () => eventsOf(deps).filter(({ type }) => type === 'session_started');
    deps.clock.nowMs += 29 * MINUTE;
    await browser.track(pageView());
    expect(starts()).toHaveLength(2);
    expect(new Set(starts().map(({ id }) => id)).size).toBe(1);
    deps.clock.nowMs += MINUTE;
    await browser.track(pageView());
    expect(starts()).toHaveLength(2);
  });

  it('tells a bot’s start with all that it brings, for without it the bot would be a person', async () => {
    const { deps, browser } = open();
    const asBot = { headers: { 'user-agent': GOOGLEBOT } };
    await browser.track(pageView(), asBot);
    deps.messages.length = 0; // lost
    deps.clock.nowMs += 29 * MINUTE;
    await browser.track(pageView(), asBot);
    deps.messages.length = 0;
    deps.clock.nowMs += 29 * MINUTE;
    await browser.track(pageView(), asBot);
    expect(eventsOf(deps)[0]).toMatchObject({ type: 'session_started', context: { bot: { bot: true } } });
    expect(foldOf(deps)?.bot?.bot).toBe(true);
  });

  it('tells a start again with what it tells, of a session of before midnight too', async () => {
    const hot = memoryHotSessions();
    /** As Redis: with the context only where it is asked for. */
    const visit: typeof hot.visit = async (asked) => {
      const result = await hot.visit(asked);
      if (result.outcome !== 'hit' || asked.details) return result;
      const { context: _, ...session } = result.session;
      return { ...result, session };
    };
    const { deps, browser } = open({ hotSessions: { ...hot, visit } });
    deps.clock.nowMs = MIDNIGHT - MINUTE;
    await browser.track(pageView());
    deps.messages.length = 0; // lost
    deps.clock.nowMs = MIDNIGHT + MINUTE;
    await browser.track(pageView());
    expect(foldOf(deps)?.device.type).toBe('desktop');
  });

  it('takes a session for a bot’s once a request of it proves to be one', async () => {
    const { deps, browser } = open();
    await browser.track(pageView());
    expect(foldOf(deps)?.bot).toBeUndefined();
    deps.clock.nowMs += 5_000;
    await browser.track(pageView('/a', { automation: true }), { headers: { 'accept-language': '' } });
    expect(foldOf(deps)?.bot?.bot).toBe(true);
  });

  it('enqueues nothing of a request that brings no event, but that it was there, once a minute', async () => {
    const deps = quietShop('cookieless');
    const shop = testBrowser(shopHandler(deps));
    await shop.send(DOCUMENT);
    const sent = deps.messages.length;
    for (let seconds = 0; seconds < 120; seconds += 20) {
      deps.clock.nowMs += 20_000;
      await shop.send(FETCH);
    }
    expect(eventTypesOf({ messages: deps.messages.slice(sent) })).toEqual([
      'session_touched',
      'session_touched',
    ]);
  });

  it('goes by half-hours while Redis is down, of the same visitor', async () => {
    const { deps, browser } = open({ hotSessions: downHotSessions });
    await browser.track(pageView());
    deps.clock.nowMs += 29 * MINUTE;
    await browser.track(pageView());
    expect(counted(deps)).toEqual({ sessions: 1, visitors: 1 });
    deps.clock.nowMs += MINUTE;
    await browser.track(pageView());
    expect(counted(deps)).toEqual({ sessions: 2, visitors: 1 });
  });

  it('marks a bot, under the day’s salt as well', async () => {
    const { deps, browser } = open();
    await browser.track(pageView(), { headers: { 'user-agent': GOOGLEBOT } });
    expect(eventsOf(deps)[0]?.context?.bot?.bot).toBe(true);
    const other = open();
    await other.browser.track(pageView(), { headers: { 'user-agent': GOOGLEBOT } });
    // Another store of salts, another identity: no key alone leads to it.
    expect([...distinct(other.deps, 'browser')]).not.toEqual([...distinct(deps, 'browser')]);
    expect(await deps.hotSessions.active('shop' as never, 0, NOON)).toEqual({ anonymous: 0, customers: [] });
  });

  it('begins as another visitor, for the rest of the day, where the one of the day was erased', async () => {
    const { deps, browser } = open();
    await browser.track(pageView());
    const [before] = distinct(deps, 'browser') as Set<BrowserId>;
    const named = { site: deps.sites[0].id, sessions: [], nowMs: NOON };
    const browsers = before === undefined ? [] : [before];
    await deps.hotSessions.erase({ ...named, browsers, visitors: [], untilMs: NOON + 400 * 24 * HOUR });
    deps.clock.nowMs += 31 * MINUTE;
    deps.messages.length = 0;
    await browser.track(pageView());
    await browser.track(pageView());
    expect(counted(deps)).toEqual({ sessions: 1, visitors: 1 });
    expect(distinct(deps, 'browser').has(before as string)).toBe(false);
    expect(deps.counts.get('visitor_erased')).toBe(2);
  });

  it('tracks nobody whose browser refuses, where the site honours that', async () => {
    const { deps, browser } = open({ site: { gpc: 'honour' } });
    const answer = await browser.track(pageView(), { headers: { dnt: '1' } });
    expect(answer.body).toBe('{"ok":true,"accepted":0}');
    expect(deps.messages).toEqual([]);
  });
});

describe('whose a visit is that no cookie knows', () => {
  it('is told by nothing: neither a login nor a token nor a server’s event joins a customer to it', async () => {
    const deps = quietShop('cookieless');
    const handler = async (event: HttpEvent & Partial<WithSession>) => {
      await event.login?.('anna');
      event.track?.('checkout_started', { cartValueMinor: 100 }, { customerId: 'anna' });
      await event.logout?.();
      return { statusCode: 200, body: JSON.stringify({ session: event.session }) };
    };
    const customerOf = async () => 'anna';
    const answer = await testBrowser(shopHandler(deps, { handler, customerOf })).send(DOCUMENT);
    const { type, customerId, unsaved } = sessionOf(answer);
    expect({ type, customerId, unsaved }).toEqual({ type: 'ANONYMOUS' });
    expect(eventTypesOf(deps)).toEqual(['session_started', 'page_view', 'checkout_started']);
    expect(JSON.stringify(deps.messages)).not.toContain('anna');
    expect(deps.counts.get('login_without_session')).toBe(2);
  });
});

describe('a page that a server without cookies has counted', () => {
  it('gets its view’s id by Server-Timing, beside what the handler says there, and is stored by no cache', async () => {
    const deps = quietShop('cookieless');
    const handler = async () => ({
      statusCode: 200,
      headers: { 'Server-Timing': 'db;dur=5', 'Cache-Control': 'public, max-age=60' },
      body: '<!doctype html>',
    });
    const answer = await testBrowser(shopHandler(deps, { handler })).send(DOCUMENT);
    const view = eventsOf(deps)
      .find(({ type }) => type === 'page_view')
      ?.id.split(':')
      .at(-1);
    expect(answer.headers).toEqual({
      'server-timing': `db;dur=5, footfall_pv;desc="${view}"`,
      'cache-control': 'no-store',
    });
    expect(answer.setCookies).toEqual([]);
  });
});

describe('where the salts do not come', () => {
  const salts = { saltOf: () => Promise.reject(new SaltsUnavailable('down')) };

  it('events are to come again, and a page elsewhere may read that', async () => {
    const { deps, browser } = open({ salts });
    const answer = await browser.track(pageView());
    expect(answer).toMatchObject({ statusCode: 503, setCookies: [] });
    expect(answer.headers).toMatchObject({
      'retry-after': '5',
      'access-control-allow-origin': 'https://shop.example',
    });
    expect(deps.messages).toEqual([]);
    expect(deps.counts.get('salts_unavailable')).toBe(1);
    expect(deps.counts.get('middleware_failed')).toBeUndefined();
  });

  it('a shop’s handler runs all the same, with a session that nobody keeps', async () => {
    const deps = quietShop('cookieless', { salts });
    const answer = await testBrowser(shopHandler(deps)).send(DOCUMENT);
    expect(answer.statusCode).toBe(200);
    expect(sessionOf(answer).unsaved).toBe(true);
    expect(deps.messages).toEqual([]);
  });
});
