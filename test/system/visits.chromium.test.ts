import { Redis } from 'ioredis';
import type { BrowserContext, Cookie } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../servers/servers.ts';
import { type FootfallOnServers, footfallOnServers } from '../support/footfallOnServers.ts';
import { eventually } from '../support/httpVisitor.ts';
import { launchChromium } from '../web/chromium.ts';

type Chromium = Awaited<ReturnType<typeof launchChromium>>;

describeWith(['chromium', 'redis', 'secantus'], 'visits of a real browser', () => {
  let chromium: Chromium;
  let footfall: FootfallOnServers;
  let redis: Redis;
  let contexts: BrowserContext[] = [];
  let earlier: string[] = [];

  beforeAll(async () => {
    chromium = await launchChromium();
    footfall = await footfallOnServers();
    redis = new Redis(footfall.servers.redis.port, '127.0.0.1');
  });
  afterAll(async () => {
    redis?.disconnect();
    await chromium?.close();
    await footfall?.stop();
  });
  beforeEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    contexts = [];
    await redis.flushall();
    footfall.clock.offsetMs = 0;
    // A closed page's last beacon may come after this: it is its own browser's, and those are left out.
    earlier = (await footfall.record.sessions()).map(({ b }) => String(b));
  });

  const sessionsOfThisTest = async () =>
    (await footfall.record.sessions()).filter(({ b }) => !earlier.includes(String(b)));
  const viewsOfThisTest = () => footfall.record.events({ type: 'page_view', b: { $nin: earlier } });

  /** A browser with an empty profile. */
  const profile = async (): Promise<BrowserContext> => {
    const context = await chromium.newContext();
    contexts.push(context);
    return context;
  };

  /** Opens a page and waits until what it fetches and tracks has been answered. */
  const visit = async (context: BrowserContext, path: string): Promise<void> => {
    const page = context.pages()[0] ?? (await context.newPage());
    const tracked = page.waitForResponse((response) => response.url().endsWith('/track'));
    await page.goto(`${footfall.url}${path}`);
    expect((await tracked).status()).toBe(200);
  };

  /** Leaves the page, and lets a minute pass for the browser: the page's nonce is gone. */
  const goAway = async (context: BrowserContext): Promise<void> => {
    await context.pages()[0]?.goto('about:blank');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await context.clearCookies({ name: 'footfall_nonce' });
  };

  const cookie = async (context: BrowserContext, name: string): Promise<Cookie | undefined> =>
    (await context.cookies()).find((candidate) => candidate.name === name);

  const expectRecord = (expected: { sessions: number; visitors: number; pageViews: number }): Promise<void> =>
    eventually(async () => {
      const sessions = await sessionsOfThisTest();
      expect({
        sessions: sessions.length,
        visitors: new Set(sessions.map(({ visitorId }) => visitorId)).size,
        pageViews: sessions.reduce((sum, { pageViews }) => sum + (pageViews as number), 0),
      }).toEqual(expected);
    });

  it('A: a new visitor gets one session, one visitor and both cookies, with exactly their attributes', async () => {
    const context = await profile();
    const before = Date.now() / 1_000;
    await visit(context, '/live');
    await expectRecord({ sessions: 1, visitors: 1, pageViews: 1 });
    const attributes = { domain: 'localhost', path: '/', httpOnly: true, secure: true, sameSite: 'Lax' };
    const session = await cookie(context, 'session');
    const visitor = await cookie(context, 'visitor_id');
    expect(session).toMatchObject(attributes);
    expect(visitor).toMatchObject(attributes);
    expect((session?.expires ?? 0) - before).toBeGreaterThan(1_795);
    expect((session?.expires ?? 0) - before).toBeLessThan(1_830);
    expect((visitor?.expires ?? 0) - before).toBeGreaterThan(31_535_990);
    expect((visitor?.expires ?? 0) - before).toBeLessThan(31_536_030);
  });

  it('B: the same visitor comes back within half an hour to the same session, found in Redis', async () => {
    const context = await profile();
    await visit(context, '/live');
    await visit(context, '/live/hats');
    await expectRecord({ sessions: 1, visitors: 1, pageViews: 2 });
  });

  it('C: the next day, the session cookie gone, it is a new session of the same visitor', async () => {
    const context = await profile();
    await visit(context, '/live');
    await expectRecord({ sessions: 1, visitors: 1, pageViews: 1 });
    await goAway(context);
    await context.clearCookies({ name: 'session' });
    footfall.clock.offsetMs = 24 * 60 * 60_000;
    await visit(context, '/live');
    await expectRecord({ sessions: 2, visitors: 1, pageViews: 2 });
  });

  it('a session that Redis lost is found in MongoDB and put back into Redis', async () => {
    const context = await profile();
    await visit(context, '/live');
    await expectRecord({ sessions: 1, visitors: 1, pageViews: 1 });
    const [session] = await sessionsOfThisTest();
    await goAway(context);
    await redis.flushall();
    await visit(context, '/live/hats');
    await expectRecord({ sessions: 1, visitors: 1, pageViews: 2 });
    const keys = await redis.keys('*');
    expect(keys.some((key) => key.endsWith(`:s:${String(session?._id)}`))).toBe(true);
  });

  it('a session that neither store knows begins anew, for the same visitor', async () => {
    const context = await profile();
    await visit(context, '/live');
    await expectRecord({ sessions: 1, visitors: 1, pageViews: 1 });
    const [first] = await sessionsOfThisTest();
    await goAway(context);
    await redis.flushall();
    await footfall.record.forget(String(first?._id));
    footfall.clock.offsetMs = 6 * 60_000;
    await visit(context, '/live/hats');
    await expectRecord({ sessions: 1, visitors: 1, pageViews: 1 });
    const [second] = await sessionsOfThisTest();
    expect(second?._id).not.toBe(first?._id);
    expect(second?.visitorId).toBe(first?.visitorId);
  });

  it('a tampered session cookie counts as absent: a new session of the same visitor', async () => {
    const context = await profile();
    await visit(context, '/live');
    await expectRecord({ sessions: 1, visitors: 1, pageViews: 1 });
    await goAway(context);
    const session = await cookie(context, 'session');
    if (!session) throw new Error('no session cookie');
    const tampered = `${session.value[0] === 'A' ? 'B' : 'A'}${session.value.slice(1)}`;
    await context.addCookies([{ ...session, value: tampered }]);
    await visit(context, '/live/hats');
    await expectRecord({ sessions: 2, visitors: 1, pageViews: 2 });
  });

  const firstVisits = async (path: string, times: number): Promise<void> => {
    for (let time = 1; time <= times; time++) {
      const context = await profile();
      await visit(context, path);
      await expectRecord({ sessions: time, visitors: time, pageViews: time });
      await context.close();
    }
    const starts = await footfall.record.events({ type: 'session_started', b: { $nin: earlier } });
    expect(new Set(starts.map(({ sessionId }) => sessionId)).size).toBe(times);
  };

  it('a page that fetches its products and sends its page view at once: one session, one visitor, 20 times of 20', async () => {
    await firstVisits('/live', 20);
  }, 120_000);

  it('the same with Redis stopped', async () => {
    footfall.servers.redis.process.kill('SIGSTOP');
    try {
      await firstVisits('/live', 20);
    } finally {
      footfall.servers.redis.process.kill('SIGCONT');
    }
  }, 120_000);

  it('a shop of React components, with the hook in place of the script: one session, one visitor, 20 times of 20', async () => {
    await firstVisits('/', 20);
  }, 120_000);

  it('two browsers behind one address are two visitors', async () => {
    await visit(await profile(), '/live');
    await visit(await profile(), '/live');
    await expectRecord({ sessions: 2, visitors: 2, pageViews: 2 });
  });

  it('a server-rendered page with the tracker on it is one page view', async () => {
    const context = await profile();
    await visit(context, '/server');
    await expectRecord({ sessions: 1, visitors: 1, pageViews: 1 });
    expect(await viewsOfThisTest()).toHaveLength(1);
  });

  it('a single-page shop is one page view a route', async () => {
    const context = await profile();
    await visit(context, '/live');
    const page = context.pages()[0];
    if (!page) throw new Error('no page');
    for (const path of ['/live/shoes', '/live/hats']) {
      const tracked = page.waitForResponse((response) => response.url().endsWith('/track'));
      await page.click(`nav a[href="${path}"]`);
      await tracked;
    }
    await page.goBack();
    await eventually(async () => {
      const views = await viewsOfThisTest();
      expect(views.map(({ path }) => path)).toEqual(['/live', '/live/shoes', '/live/hats', '/live/shoes']);
    });
    await expectRecord({ sessions: 1, visitors: 1, pageViews: 4 });
  });
});
