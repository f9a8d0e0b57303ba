import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/track/createHandler.ts';
import type { HttpEvent } from '../../../src/middleware/HttpRequest.ts';
import type { WithSession } from '../../../src/middleware/sessionMiddleware.ts';
import { GOOGLEBOT } from '../../support/apiGatewayEvents.ts';
import {
  DOCUMENT,
  distinct,
  downHotSessions,
  eventTypesOf,
  FETCH,
  NOON,
  pageView,
  sessionOf,
  shopHandler,
  testBrowser,
} from '../../support/testShop.ts';
import { quietShop } from './quietShop.ts';

const NEEDED = '{"ok":true,"accepted":0,"consent":"needed"}';
const CONSENT = ['footfall_consent', '1'] as const;

describe('a site that waits for consent', () => {
  it('stores nothing and sets nothing before it, and says what it waits for', async () => {
    const deps = quietShop('consent', { hotSessions: downHotSessions });
    const browser = testBrowser(createHandler(deps));
    expect(await browser.track(pageView())).toMatchObject({ statusCode: 200, body: NEEDED, setCookies: [] });
    expect(deps.messages).toEqual([]);
    // No store was asked either: one that is down would have been counted.
    expect([...deps.counts]).toEqual([]);
  });

  it.each(['0', 'true', '11', ''])('takes %j for no consent', async (value) => {
    const deps = quietShop('consent');
    const browser = testBrowser(createHandler(deps), { jar: new Map([['footfall_consent', value]]) });
    expect((await browser.track(pageView())).body).toBe(NEEDED);
  });

  it.each([
    ['by the cookie', [CONSENT], {}],
    ['by the word of its page, whose cookie is on another host', [], { consent: true }],
  ] as const)('tracks as any other once it is given, %s', async (_, cookies, more) => {
    const deps = quietShop('consent');
    const browser = testBrowser(createHandler(deps), { jar: new Map(cookies) });
    const answer = await browser.track(pageView('/', more));
    expect(answer.body).toBe('{"ok":true,"accepted":1}');
    expect([...browser.jar.keys()].sort()).toEqual(['footfall_consent', 'session', 'visitor_id']);
    expect(eventTypesOf(deps)).toEqual(['session_started', 'page_view']);
  });

  it('takes the cookies away once it is withdrawn, under the domain that they were set for too', async () => {
    const deps = quietShop('consent', { site: { cookieDomain: 'shop.example' } });
    const browser = testBrowser(createHandler(deps), { jar: new Map([CONSENT]) });
    await browser.track(pageView());
    browser.jar.set('footfall_nonce', 'a'.repeat(32));
    browser.jar.delete('footfall_consent');
    deps.messages.length = 0;
    const answer = await browser.track(pageView());
    expect(answer.body).toBe(NEEDED);
    expect(answer.setCookies).toEqual([
      'session=; Max-Age=0; Path=/; Secure; SameSite=Lax',
      'session=; Max-Age=0; Path=/; Domain=shop.example; Secure; SameSite=Lax',
      'visitor_id=; Max-Age=0; Path=/; Secure; SameSite=Lax',
      'visitor_id=; Max-Age=0; Path=/; Domain=shop.example; Secure; SameSite=Lax',
      'footfall_nonce=; Max-Age=0; Path=/; Secure; SameSite=Lax',
    ]);
    expect([...browser.jar.keys()]).toEqual([]);
    expect(deps.messages).toEqual([]);
  });

  it.each(['consent', 'cookies'] as const)(
    'takes the cookies away at a page’s word, and stores nothing of it, where its mode is %s',
    async (privacy) => {
      const deps = quietShop(privacy);
      const browser = testBrowser(createHandler(deps), { jar: new Map([CONSENT]) });
      await browser.track(pageView());
      deps.messages.length = 0;
      const withdrawn = { eventType: 'consent_withdrawn', path: '/' };
      const answer = await browser.track({ events: [withdrawn], consent: false });
      expect(JSON.parse(answer.body ?? '{}')).toMatchObject({ ok: true, accepted: 0 });
      expect([...browser.jar.keys()]).toEqual([]);
      expect(deps.messages).toEqual([]);
    },
  );

  it('believes a cookie that says no beside one that says yes, and beside a page that was faster', async () => {
    const deps = quietShop('consent');
    const browser = testBrowser(createHandler(deps));
    for (const cookies of [
      ['footfall_consent=1', 'footfall_consent=0'],
      ['footfall_consent=0', 'footfall_consent=1'],
    ]) {
      expect((await browser.track(pageView(), { cookies })).body).toBe(NEEDED);
      expect((await browser.track(pageView('/', { consent: true }), { cookies })).body).toBe(NEEDED);
    }
    expect(deps.messages).toEqual([]);
  });

  it('takes a shop’s consent away under the site’s domain, and leaves the page’s own word against it', async () => {
    const deps = quietShop('consent', { site: { cookieDomain: 'shop.example' } });
    const browser = testBrowser(createHandler(deps));
    const withdrawn = { events: [{ eventType: 'consent_withdrawn', path: '/' }], consent: false };
    const ofDomain = 'footfall_consent=; Max-Age=0; Path=/; Domain=shop.example; Secure; SameSite=Lax';
    const withdraw = async (cookies: string[]) => (await browser.track(withdrawn, { cookies })).setCookies;
    expect(await withdraw(['footfall_consent=1', 'footfall_consent=0'])).toEqual([ofDomain]);
    expect(await withdraw(['footfall_consent=1'])).toEqual([
      'footfall_consent=; Max-Age=0; Path=/; Secure; SameSite=Lax',
      ofDomain,
    ]);
  });

  it('takes nothing of consent away where nobody has withdrawn it', async () => {
    const browser = testBrowser(createHandler(quietShop('consent', { site: { gpc: 'honour' } })), {
      jar: new Map([CONSENT]),
    });
    await browser.track(pageView(), { headers: { 'sec-gpc': '1' } });
    expect([...browser.jar.keys()]).toEqual(['footfall_consent']);
  });

  describe('on a host of its own, where the page’s cookie does not come', () => {
    const SET = 'footfall_consent=1; Max-Age=31536000; Path=/; Domain=shop.example; Secure; SameSite=Lax';
    const onOwnHost = (
      replaced: Parameters<typeof quietShop>[1] = { site: { cookieDomain: 'shop.example' } },
    ) => {
      const deps = quietShop('consent', replaced);
      const browser = testBrowser(createHandler(deps));
      return { deps, browser, handler: testBrowser(shopHandler(deps), { jar: browser.jar }) };
    };

    it('keeps what the page told, so that a handler there that nobody tells goes on with the same visitor', async () => {
      const { deps, browser, handler } = onOwnHost();
      for (const nonce of ['a', 'b', 'c'].map((digit) => digit.repeat(32))) {
        await browser.track(pageView('/', { nonce, consent: true }));
        expect(sessionOf(await handler.send(FETCH)).unsaved).toBeUndefined();
        deps.clock.nowMs += 2 * 60_000;
      }
      expect([distinct(deps, 'visitor').size, distinct(deps, 'id').size]).toEqual([1, 1]);
    });

    it('sets it once, for the site’s domain, or where it has none for that host', async () => {
      const { browser } = onOwnHost();
      const told = pageView('/', { consent: true });
      expect((await browser.track(told)).setCookies).toContain(SET);
      expect((await browser.track(told)).setCookies.join()).not.toContain('footfall_consent');
      const bare = await onOwnHost({}).browser.track(told);
      expect(bare.setCookies).toContain(SET.replace(' Domain=shop.example;', ''));
    });

    it('sets it neither for a bot nor on a site that asks for no consent', async () => {
      const told = pageView('/', { consent: true });
      const bot = await onOwnHost().browser.track(told, { headers: { 'user-agent': GOOGLEBOT } });
      expect(bot.setCookies).toEqual([]);
      const asksNot = testBrowser(createHandler(quietShop('cookies')));
      expect((await asksNot.track(told)).setCookies.join()).not.toContain('footfall_consent');
    });

    it('takes it away with the rest once it is withdrawn', async () => {
      const { browser, handler } = onOwnHost();
      await browser.track(pageView('/', { consent: true }));
      await browser.track({ events: [{ eventType: 'consent_withdrawn', path: '/' }], consent: false });
      expect([...browser.jar.keys()]).toEqual([]);
      expect(sessionOf(await handler.send(FETCH)).unsaved).toBe(true);
    });
  });

  it('gives a handler a session that nobody keeps, whose login and logout do nothing but count', async () => {
    const deps = quietShop('consent');
    const handler = async (event: HttpEvent & Partial<WithSession>) => {
      event.track?.('product_view', { productId: 'p1' });
      await event.login?.('anna');
      await event.logout?.();
      return {
        statusCode: 200,
        body: JSON.stringify({ session: event.session, consent: event.consent }),
      };
    };
    const answer = await testBrowser(shopHandler(deps, { handler })).send(DOCUMENT);
    expect(sessionOf(answer)).toMatchObject({ type: 'ANONYMOUS', unsaved: true, isNew: true });
    expect(JSON.parse(answer.body ?? '{}').consent).toBe('needed');
    expect(answer.setCookies).toEqual([]);
    expect(deps.messages).toEqual([]);
    expect(Object.fromEntries(deps.counts)).toEqual({ event_without_session: 1, login_without_session: 2 });
    expect(await deps.hotSessions.active('shop' as never, 0, NOON)).toEqual({ anonymous: 0, customers: [] });
  });

  it('asks nobody whose a token is before it', async () => {
    const deps = quietShop('consent');
    let asked = 0;
    const customerOf = async () => {
      asked += 1;
      return 'anna';
    };
    const shop = testBrowser(shopHandler(deps, { customerOf }));
    await shop.send(DOCUMENT);
    expect(asked).toBe(0);
    shop.jar.set(...CONSENT);
    expect(sessionOf(await shop.send(DOCUMENT))).toMatchObject({ customerId: 'anna' });
  });

  it('honours a browser’s refusal all the same, where the site does', async () => {
    const deps = quietShop('consent', { site: { gpc: 'honour' } });
    const browser = testBrowser(createHandler(deps), { jar: new Map([CONSENT]) });
    const answer = await browser.track(pageView(), { headers: { 'sec-gpc': '1' } });
    expect(answer.body).toBe('{"ok":true,"accepted":0}');
    expect(deps.messages).toEqual([]);
  });

  it('refuses a word of consent that is none, and names it', async () => {
    const browser = testBrowser(createHandler(quietShop('consent')));
    const answer = await browser.track(pageView('/', { consent: 'yes' }));
    expect(answer).toMatchObject({ statusCode: 400, setCookies: [] });
    expect(JSON.parse(answer.body ?? '{}').error.field).toBe('consent');
  });
});
