import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import { SESSION_MAX_EVENTS } from '../../src/domain/sessions/session.ts';
import { GOOGLEBOT } from '../support/apiGatewayEvents.ts';
import {
  DOCUMENT,
  distinct,
  downHotSessions,
  eventsOf,
  eventTypesOf,
  NOON,
  pageView,
  sessionOf,
  shopHandler,
  testBrowser,
  testDependencies,
} from '../support/testShop.ts';

const HOUR = 3_600_000;
const BOT = { headers: { 'user-agent': GOOGLEBOT } };

describe('a bot', () => {
  const crawl = async (times = 1, replaced: Parameters<typeof testDependencies>[0] = {}) => {
    const deps = testDependencies(replaced);
    const bot = testBrowser(createHandler(deps));
    const answers = [];
    for (let time = 0; time < times; time++) answers.push(await bot.track(pageView(`/${time}`), BOT));
    return { deps, bot, answers };
  };

  it('gets an answer and no cookie', async () => {
    const { answers } = await crawl(2);
    for (const answer of answers) expect(answer).toMatchObject({ statusCode: 200, setCookies: [] });
  });

  it('is marked as one, with the reasons', async () => {
    const { deps } = await crawl();
    expect(eventsOf(deps)[0]?.context?.bot).toMatchObject({ bot: true, reasons: ['known_bot'] });
  });

  it.each([
    ['up', {}],
    ['down', { hotSessions: downHotSessions }],
  ])('has one session a day while Redis is %s', async (_, replaced) => {
    const { deps, bot } = await crawl(3, replaced);
    expect(distinct(deps, 'id').size).toBe(1);
    deps.clock.nowMs = NOON + 12 * HOUR;
    await bot.track(pageView(), BOT);
    expect(distinct(deps, 'id').size).toBe(2);
  });

  it('is another from another network or with another user agent', async () => {
    const { deps } = await crawl();
    const handler = createHandler(deps);
    await testBrowser(handler, { address: '198.51.100.200' }).track(pageView(), BOT);
    expect(distinct(deps, 'id').size).toBe(1);
    await testBrowser(handler, { address: '203.0.113.1' }).track(pageView(), BOT);
    await testBrowser(handler).track(pageView(), { headers: { 'user-agent': 'curl/8.0' } });
    expect(distinct(deps, 'id').size).toBe(3);
  });

  it('has a day in parts, none larger than a session may be, each with its beginning', async () => {
    const deps = testDependencies();
    const bot = testBrowser(createHandler(deps));
    const batch = { events: Array.from({ length: 40 }, () => pageView()) };
    for (let events = 0; events <= 2 * SESSION_MAX_EVENTS; events += 40) await bot.track(batch, BOT);
    const views = Map.groupBy(deps.messages, ({ session }) => session.id);
    expect(views.size).toBe(3);
    for (const messages of views.values()) {
      const events = messages.flatMap((message) => message.events);
      expect(events.filter(({ type }) => type === 'page_view').length).toBeLessThanOrEqual(
        SESSION_MAX_EVENTS,
      );
      expect(events.some(({ type, context }) => type === 'session_started' && context?.bot)).toBe(true);
    }
  });

  it('is not among the active visitors', async () => {
    const { deps } = await crawl(2);
    expect(await deps.hotSessions.active('shop' as never, 0, NOON)).toEqual({ anonymous: 0, customers: [] });
  });

  it("keeps a handler's session all the same", async () => {
    const shop = testBrowser(shopHandler(testDependencies()));
    const answer = await shop.send({
      ...DOCUMENT,
      headers: { ...DOCUMENT.headers, 'user-agent': GOOGLEBOT },
    });
    expect(sessionOf(answer).context?.bot?.bot).toBe(true);
    expect(answer.setCookies).toEqual([]);
  });

  it('cannot take over the session of a browser by its cookies', async () => {
    const deps = testDependencies();
    const browser = testBrowser(createHandler(deps));
    await browser.track(pageView());
    await browser.track(pageView(), BOT);
    expect(distinct(deps, 'id').size).toBe(2);
  });
});

describe('a visitor who does not want to be tracked', () => {
  const ORIGIN = { 'content-type': 'application/json', origin: 'https://other.example' };

  it.each(['sec-gpc', 'dnt'])('and says so by %s is not, where the site honours it', async (header) => {
    const deps = testDependencies();
    const answer = await testBrowser(createHandler(deps)).track(pageView(), {
      headers: { ...ORIGIN, [header]: '1' },
    });
    expect(answer).toMatchObject({ statusCode: 200, body: '{"ok":true,"accepted":0}', setCookies: [] });
    expect(answer.headers?.['access-control-allow-origin']).toBe('https://other.example');
    expect(deps.messages).toEqual([]);
    expect(await deps.hotSessions.active('other' as never, 0, NOON)).toEqual({ anonymous: 0, customers: [] });
  });

  it('is given what a shop sells: its handler has a session that nobody keeps, and what it tracks goes nowhere', async () => {
    const deps = testDependencies();
    const handler = async (event: Parameters<ReturnType<typeof shopHandler>>[0]) => {
      event.track?.('product_view', { productId: 'p1' });
      return { statusCode: 200, body: JSON.stringify({ session: event.session }) };
    };
    const shop = testBrowser(shopHandler(deps, { handler }));
    const request = { ...DOCUMENT, headers: { ...DOCUMENT.headers, host: 'other.example', dnt: '1' } };
    const answer = await shop.send(request);
    expect(answer).toMatchObject({ statusCode: 200, setCookies: [] });
    expect(sessionOf(answer)).toMatchObject({ site: 'other', type: 'ANONYMOUS', unsaved: true });
    expect(sessionOf(await shop.send(request)).id).not.toBe(sessionOf(answer).id);
    expect(deps.messages).toEqual([]);
    expect(deps.counts.get('event_without_session')).toBe(2);
  });

  it('loses the cookies that an earlier visit left, whatever is in them', async () => {
    const deps = testDependencies();
    const browser = testBrowser(createHandler(deps));
    await browser.track(pageView(), { headers: ORIGIN });
    expect([...browser.jar.keys()]).toEqual(['session', 'visitor_id']);
    browser.jar.set('footfall_pv', 'forged').set('cart', 'the shop’s own');
    const answer = await browser.track(pageView(), { headers: { ...ORIGIN, 'sec-gpc': '1' } });
    expect(answer.setCookies).toEqual(
      ['session', 'visitor_id', 'footfall_pv'].map(
        (name) => `${name}=; Max-Age=0; Path=/; Secure; SameSite=Lax`,
      ),
    );
    expect(answer.headers?.['cache-control']).toBe('no-store');
    expect([...browser.jar.keys()]).toEqual(['cart']);
  });

  it.each(['sec-gpc', 'dnt'])('and says so by %s is, where the site ignores it', async (header) => {
    const deps = testDependencies();
    await testBrowser(createHandler(deps)).track(pageView(), { headers: { [header]: '1' } });
    expect(eventTypesOf(deps)).toEqual(['session_started', 'page_view']);
  });

  it('is the one who says 1, and nobody else', async () => {
    const deps = testDependencies();
    await testBrowser(createHandler(deps)).track(pageView(), {
      headers: { ...ORIGIN, dnt: '0', 'sec-gpc': '?1' },
    });
    expect(eventTypesOf(deps)).toEqual(['session_started', 'page_view']);
  });
});

describe('what is stored and logged of a visitor', () => {
  it('holds no whole address, no cookie and no user agent', async () => {
    const address = '198.51.100.77';
    const deps = testDependencies({
      hotSessions: { ...downHotSessions, visit: () => Promise.reject(new TypeError('a bug')) },
    });
    const fine = testDependencies();
    for (const each of [deps, fine]) {
      const browser = testBrowser(createHandler(each), { address });
      await browser.track(pageView());
      await browser.track(pageView('/x', { url: 'https://shop.example/x?token=s3cret#me' }), {
        cookies: ['session=stolen.value', ...[...browser.jar].map(([name, value]) => `${name}=${value}`)],
      });
    }
    const told = JSON.stringify([
      fine.messages,
      fine.log.lines,
      deps.log.lines,
      [...fine.counts, ...deps.counts],
    ]);
    expect(deps.log.lines.length).toBeGreaterThan(0);
    for (const secret of [address, 'Mozilla', 'AppleWebKit', 'stolen', 's3cret', 'HttpOnly', '#me']) {
      expect(told).not.toContain(secret);
    }
  });
});
