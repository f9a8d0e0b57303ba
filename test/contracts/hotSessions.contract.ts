import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BrowserId, CustomerId, SessionId, SiteId, VisitorId } from '../../src/domain/ids.ts';
import type { HotSession } from '../../src/domain/sessions/session.ts';
import {
  type HotSessions,
  type SessionPatch,
  TOUCH_AFTER_MS,
  type Visit,
} from '../../src/ports/HotSessions.ts';
import { CONTEXT } from '../domain/sessions/foldFixtures.ts';

const MINUTE = 60_000;

/** One store of hot sessions, and what a test must do to it. */
export interface HotSessionsUnderTest {
  readonly hotSessions: HotSessions;
  /** The store's own clock at the start of a test; stores that expire by their own clock want the real one. */
  readonly startMs: () => number;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** A session that a first request would make. */
export const hotSession = (parts: Partial<HotSession> = {}): HotSession => {
  const browser = parts.browser ?? ('b1' as BrowserId);
  return {
    id: 's1' as SessionId,
    site: 'shop' as SiteId,
    browser,
    visitor: browser as string as VisitorId,
    type: 'ANONYMOUS',
    startedAt: 1_795_348_800_000,
    lastSeenAt: 1_795_348_800_000,
    pageViews: 0,
    events: 0,
    converted: false,
    secret: 'k1',
    ...parts,
  };
};

/** A request of that session with one page view in it; with `create`, one that may begin it. */
export const visitOf = (session: HotSession, nowMs: number, parts: Partial<Visit> = {}): Visit => ({
  site: session.site,
  browser: session.browser,
  sessionId: session.id,
  nowMs,
  pageViews: 1,
  events: 1,
  enqueues: true,
  active: true,
  ...parts,
});

/** What every store of hot sessions does (`src/ports/HotSessions.ts`). */
export const hotSessionsContract = (name: string, open: () => Promise<HotSessionsUnderTest>): void => {
  describe(`hot sessions in ${name}`, () => {
    let store: HotSessionsUnderTest;
    let start: number;
    beforeAll(async () => {
      store = await open();
    });
    beforeEach(async () => {
      await store.clear();
      start = store.startMs();
    });
    afterAll(() => store.close());

    const first = (parts: Partial<HotSession> = {}) =>
      hotSession({ startedAt: start, lastSeenAt: start, ...parts });
    const begin = (session: HotSession, parts: Partial<Visit> = {}) =>
      store.hotSessions.visit(visitOf(session, start, { create: session, ...parts }));
    const visit = (session: HotSession, nowMs: number, parts: Partial<Visit> = {}) =>
      store.hotSessions.visit(visitOf(session, nowMs, parts));
    const active = (sinceMs: number, nowMs: number, site = 'shop' as SiteId) =>
      store.hotSessions.active(site, sinceMs, nowMs);
    const browser = (id: string) => ({ browser: id as BrowserId, id: `session of ${id}` as SessionId });

    it('miss a session that nobody made', async () => {
      expect(await visit(first(), start)).toEqual({ outcome: 'miss' });
    });

    it('make one where they may, with the first visit counted', async () => {
      const session = first();
      expect(await begin(session)).toEqual({
        outcome: 'created',
        session: { ...session, pageViews: 1, events: 1 },
        previousSeenAt: start,
        touchDue: false,
      });
    });

    it('know it from then on, count, and move when it was last seen', async () => {
      const session = first();
      await begin(session);
      expect(await visit(session, start + MINUTE, { pageViews: 2, events: 5 })).toEqual({
        outcome: 'hit',
        session: { ...session, pageViews: 3, events: 6, lastSeenAt: start + MINUTE },
        previousSeenAt: start,
        touchDue: false,
      });
    });

    it('keep the one that is there where another would be made', async () => {
      const session = first();
      await begin(session);
      const again = await begin(first({ startedAt: start + 5, secret: 'k2' }));
      expect(again).toMatchObject({
        outcome: 'hit',
        session: { startedAt: start, secret: 'k1', pageViews: 2 },
      });
    });

    it('give back every fact of it as it was', async () => {
      const session = first({
        type: 'CUSTOMER',
        customerId: 'c1' as CustomerId,
        visitor: 'v "quoted" \\ \n 日本 😀' as VisitorId,
        pageViews: 7,
        events: 11,
        converted: true,
        orderId: 'o1',
        context: {
          newBrowser: true,
          landingPage: '/schuhe',
          utm: { source: 'news{letter}' },
          clickIds: { gclid: 'x' },
          device: { type: 'mobile', browser: 'Safari' },
          secret: 'k1',
        },
      });
      await begin(session);
      const { session: found } = (await visit(session, start + 1)) as { session: HotSession };
      expect(found).toEqual({ ...session, pageViews: 9, events: 13, lastSeenAt: start + 1 });
    });

    it('do not go back in time when a clock does', async () => {
      const session = first();
      await begin(session);
      const result = await visit(session, start - MINUTE);
      expect(result).toMatchObject({ outcome: 'hit', session: { lastSeenAt: start } });
    });

    it('count every one of 51 visits at once', async () => {
      const session = first();
      await begin(session);
      await Promise.all(Array.from({ length: 51 }, () => visit(session, start + 10, { events: 2 })));
      expect(await visit(session, start + 10, { pageViews: 0, events: 0 })).toMatchObject({
        session: { pageViews: 52, events: 103 },
      });
    });

    it('make one session of 20 creations at once, of which one is told so', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          begin(first({ startedAt: start + index, secret: `k${index}` })),
        ),
      );
      expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
      const sessions = results.map((result) => (result as { session: HotSession }).session);
      expect(new Set(sessions.map(({ secret }) => secret)).size).toBe(1);
      expect(sessions.map(({ pageViews }) => pageViews).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
    });

    it("hold sessions of other sites and browsers apart, whatever another's id", async () => {
      const session = first();
      await begin(session);
      expect(await visit(first({ site: 'other' as SiteId }), start)).toEqual({ outcome: 'miss' });
    });

    it('say after 60 s without a message that one is due, once', async () => {
      const session = first();
      const quietly = { enqueues: false, pageViews: 0, events: 0 };
      await begin(session);
      expect(await visit(session, start + TOUCH_AFTER_MS - 1, quietly)).toMatchObject({ touchDue: false });
      expect(await visit(session, start + TOUCH_AFTER_MS, quietly)).toMatchObject({ touchDue: true });
      expect(await visit(session, start + TOUCH_AFTER_MS + 1, quietly)).toMatchObject({ touchDue: false });
      expect(await visit(session, start + 2 * TOUCH_AFTER_MS, quietly)).toMatchObject({ touchDue: true });
    });

    it('count a message as a touch', async () => {
      const session = first();
      await begin(session);
      await visit(session, start + 50_000);
      const quiet = await visit(session, start + 2 * MINUTE - 20_000, {
        enqueues: false,
        events: 0,
        pageViews: 0,
      });
      expect(quiet).toMatchObject({ touchDue: false });
    });

    it('tell anonymous visitors from customers, and leave out bots', async () => {
      const customer = { type: 'CUSTOMER' as const, customerId: 'c1' as CustomerId };
      await begin(first(browser('b1')));
      await begin(first(browser('b2')));
      await begin(first({ ...browser('bot') }), { active: false });
      await begin(first({ ...browser('b3'), ...customer, visitor: 'v9' as VisitorId }));
      await begin(first({ ...browser('b4'), ...customer, visitor: 'v9' as VisitorId }));
      expect(await active(start - MINUTE, start)).toEqual({ anonymous: 2, customers: ['v9'] });
      expect(await active(start - MINUTE, start, 'other' as SiteId)).toEqual({ anonymous: 0, customers: [] });
    });

    it('count a visitor once, however many visits', async () => {
      const session = first(browser('b1'));
      await begin(session);
      await visit(session, start + 1);
      await visit(session, start + 2);
      expect(await active(start, start + 2)).toEqual({ anonymous: 1, customers: [] });
    });

    it('count a browser as its customer once it is one', async () => {
      await begin(first(browser('b1')));
      await begin(
        first({
          ...browser('b1'),
          id: 'after login' as SessionId,
          type: 'CUSTOMER',
          customerId: 'c1' as CustomerId,
        }),
      );
      expect(await active(start, start)).toEqual({ anonymous: 0, customers: ['b1'] });
    });

    const change = (session: HotSession, patch: SessionPatch, nowMs = start + 1) =>
      store.hotSessions.change({
        site: session.site,
        browser: session.browser,
        sessionId: session.id,
        nowMs,
        patch,
      });
    const LOGIN = {
      type: 'CUSTOMER',
      customerId: 'c "1"' as CustomerId,
      visitor: 'v 日本' as VisitorId,
      secret: '1.k2',
      formerSecret: 'k1',
      secretChangedAt: 1_795_348_800_123,
    } as const;

    it('change what a login changes, and nothing else', async () => {
      const context = {
        newBrowser: true,
        utm: {},
        clickIds: {},
        device: { type: 'mobile' },
        secret: 'k1',
      } as const;
      const session = first({ context });
      await begin(session);
      expect(await change(session, LOGIN)).toEqual({ outcome: 'changed' });
      expect(await visit(session, start + 2)).toEqual({
        outcome: 'hit',
        session: { ...session, ...LOGIN, pageViews: 2, events: 2, lastSeenAt: start + 2 },
        previousSeenAt: start,
        touchDue: false,
      });
      await change(session, { converted: true, orderId: 'o1' });
      await change(session, { closed: true, secret: '2.k3' });
      expect(await visit(session, start + 3)).toMatchObject({
        session: { ...LOGIN, secret: '2.k3', closed: true, converted: true, orderId: 'o1', startedAt: start },
      });
    });

    it('change nothing of a session that is not there, nor make it', async () => {
      expect(await change(first(), LOGIN)).toEqual({ outcome: 'missing' });
      expect(await visit(first(), start)).toEqual({ outcome: 'miss' });
    });

    it('change nothing where another login was faster, and say what the session is by now', async () => {
      const session = first();
      await begin(session);
      const from = (fromSecret: string, patch: SessionPatch) =>
        store.hotSessions.change({
          site: session.site,
          browser: session.browser,
          sessionId: session.id,
          nowMs: start,
          patch,
          fromSecret,
        });
      expect(await from('k1', LOGIN)).toEqual({ outcome: 'changed' });
      const other = { ...LOGIN, customerId: 'c2' as CustomerId, secret: '1.other' };
      expect(await from('k1', other)).toMatchObject({ outcome: 'differs', now: LOGIN });
      expect(await visit(session, start)).toMatchObject({ session: LOGIN });
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => from(LOGIN.secret, { ...other, secret: `2.${index}` })),
      );
      expect(answers.filter(({ outcome }) => outcome === 'changed')).toHaveLength(1);
    });

    it('do not prolong what they change', async () => {
      const session = first();
      await begin(session);
      await change(session, LOGIN, start + 20 * MINUTE);
      expect(await visit(session, start + 21 * MINUTE)).toMatchObject({ previousSeenAt: start });
    });

    it('lose no visit and no change of those that come at once', async () => {
      const session = first();
      await begin(session);
      await Promise.all([
        ...Array.from({ length: 20 }, () => visit(session, start + 1)),
        change(session, LOGIN),
        ...Array.from({ length: 20 }, () => visit(session, start + 1)),
        change(session, { converted: true, orderId: 'o1' }),
      ]);
      expect(await visit(session, start + 2, { pageViews: 0, events: 0 })).toMatchObject({
        session: { ...LOGIN, converted: true, orderId: 'o1', pageViews: 41, events: 41 },
      });
    });

    it('count an active browser as the customer that a login makes it, at once and from then on', async () => {
      const session = first(browser('b1'));
      await begin(session);
      await begin(first(browser('b2')));
      await change(session, LOGIN);
      expect(await active(start - MINUTE, start)).toEqual({ anonymous: 1, customers: [LOGIN.visitor] });
      await visit(session, start + 2);
      expect(await active(start + 2, start + 2)).toEqual({ anonymous: 0, customers: [LOGIN.visitor] });
    });

    it('count those seen since an instant, and no others', async () => {
      await begin(first(browser('b1')));
      await store.hotSessions.visit(
        visitOf(first(browser('b2')), start + 10 * MINUTE, { create: first(browser('b2')) }),
      );
      const now = start + 10 * MINUTE;
      expect((await active(now - 30 * MINUTE, now)).anonymous).toBe(2);
      expect((await active(now - 5 * MINUTE, now)).anonymous).toBe(1);
      expect((await active(now + 1, now)).anonymous).toBe(0);
    });

    describe('of a person who is erased', () => {
      const YEAR = 365 * 24 * 60 * MINUTE;
      const erase = (
        sessions: readonly HotSession[],
        {
          browsers = sessions.map((session) => session.browser),
          sharedBrowsers = [] as readonly BrowserId[],
          untilMs = start + YEAR,
        } = {},
      ) =>
        store.hotSessions.erase({
          site: 'shop' as SiteId,
          browsers,
          sharedBrowsers,
          visitors: sessions.map(({ visitor }) => visitor),
          sessions,
          nowMs: start,
          untilMs,
        });

      it('are given out as they are, without being counted, until they are deleted', async () => {
        const session = first({ customerId: 'c1' as CustomerId, context: CONTEXT });
        const named = { site: session.site, sessions: [session], nowMs: start + 1 };
        expect(await store.hotSessions.held(named)).toEqual([]);
        await begin(session);
        for (const _ of ['once', 'again']) {
          expect(await store.hotSessions.held(named)).toEqual([{ ...session, pageViews: 1, events: 1 }]);
        }
        expect(await erase([session])).toBe(1);
        expect(await store.hotSessions.held(named)).toEqual([]);
        expect(await active(start, start)).toEqual({ anonymous: 0, customers: [] });
        expect(await erase([session])).toBe(0);
      });

      it('neither live on nor begin under the browser’s old name, and no other browser is concerned', async () => {
        const [session, other] = [first(), first({ ...browser('b2') })];
        await begin(session);
        await begin(other);
        await erase([session]);
        expect(await visit(session, start + 1)).toEqual({ outcome: 'erased' });
        expect(await begin({ ...session, id: 's9' as SessionId })).toEqual({ outcome: 'erased' });
        expect(await visit(other, start + 1)).toMatchObject({ outcome: 'hit' });
        expect(await begin(first({ ...browser('b3') }))).toMatchObject({ outcome: 'created' });
        expect(await active(start, start + 1)).toEqual({ anonymous: 2, customers: [] });
      });

      it('let somebody else’s live session on the same browser go on', async () => {
        const [session, others] = [first(), first({ id: 'of somebody else' as SessionId })];
        await begin(session);
        await begin(others);
        await erase([session], { browsers: [], sharedBrowsers: [session.browser] });
        expect(await visit(others, start + 1)).toMatchObject({ outcome: 'hit' });
        expect(await visit(session, start + 1)).toEqual({ outcome: 'erased' });
      });

      it('live on nowhere, also one that nobody knew of when its browser was erased', async () => {
        const [known, young] = [first(), first({ id: 'too young to be known' as SessionId })];
        await begin(known);
        await begin(young);
        await erase([known]);
        expect(await visit(young, start + 1)).toEqual({ outcome: 'erased' });
        const named = { site: young.site, sessions: [young], nowMs: start + 1 };
        expect(await store.hotSessions.held(named)).toEqual([]);
      });

      it('are known as erased for as long as was asked, also after another was erased', async () => {
        await erase([first()], { untilMs: start + MINUTE });
        await erase([first({ ...browser('b2') })]);
        expect(await visit(first(), start + MINUTE - 1)).toEqual({ outcome: 'erased' });
        expect(await visit(first(), start + MINUTE)).toEqual({ outcome: 'miss' });
        expect(await visit(first({ ...browser('b2') }), start + MINUTE)).toEqual({ outcome: 'erased' });
      });
    });
  });
};
