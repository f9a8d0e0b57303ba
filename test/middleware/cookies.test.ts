import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { readCookieHeader } from '../../src/middleware/readCookieHeader.ts';
import { eventV2, lambdaContext } from '../support/apiGatewayEvents.ts';
import {
  distinct,
  downHotSessions,
  eventTypesOf,
  pageView,
  SHOP_ORIGIN,
  testBrowser,
  testDependencies,
  testSites,
} from '../support/testShop.ts';

const setUp = (replaced: Parameters<typeof testDependencies>[0] = {}) => {
  const deps = testDependencies(replaced);
  return { deps, browser: testBrowser(createHandler(deps)) };
};
/** A browser that has been here, and its two cookies. */
const known = async (replaced: Parameters<typeof testDependencies>[0] = {}) => {
  const made = setUp(replaced);
  await made.browser.track(pageView());
  const session = made.browser.jar.get('session') as string;
  const visitor = made.browser.jar.get('visitor_id') as string;
  return { ...made, session, visitor, first: made.deps.messages[0]?.session };
};
const last = <T>(items: readonly T[]): T => items.at(-1) as T;
const tampered = (value: string) => `${value.slice(0, 10)}${value[10] === 'A' ? 'B' : 'A'}${value.slice(11)}`;

describe('a session cookie that is', () => {
  it.each([
    ['tampered with', ({ session }) => `session=${tampered(session)}`, 'cookie_forged'],
    ["the visitor cookie's value", ({ visitor }) => `session=${visitor}`, 'cookie_forged'],
    ['a bare id', () => 'session=e4b5c0f6-0000-4000-8000-000000000001', 'cookie_forged'],
    ['empty', () => 'session=', 'cookie_forged'],
  ] as [string, (cookies: { session: string; visitor: string }) => string, string][])(
    '%s counts as absent, and is counted: a new session of the same visitor',
    async (_, cookie, counted) => {
      const { deps, browser, session, visitor, first } = await known();
      const answer = await browser.track(pageView(), {
        cookies: [cookie({ session, visitor }), `visitor_id=${visitor}`],
      });
      expect(answer.statusCode).toBe(200);
      expect(last(deps.messages).session.id).not.toBe(first?.id);
      expect(last(deps.messages).session.visitor).toBe(first?.visitor);
      expect(deps.counts.get(counted)).toBe(1);
    },
  );

  it("another site's counts as absent, whatever else it proves", async () => {
    const { deps, session, visitor, browser } = await known();
    await browser.track(pageView(), {
      cookies: [`session=${session}`, `visitor_id=${visitor}`],
      headers: { origin: 'https://other.example', host: 'other.example' },
    });
    expect(last(deps.messages).session.site).toBe('other');
    expect(distinct(deps, 'id').size).toBe(2);
    expect(distinct(deps, 'visitor').size).toBe(2);
    expect(deps.counts.get('cookie_other_site')).toBe(2);
  });

  it('signed by a key that has left the ring counts as absent; one still in it is signed anew', async () => {
    const { browser, first } = await known();
    const [oldKey, newKey] = ['a'.repeat(32), 'b'.repeat(32)];
    const rotated = testDependencies({ keys: parseKeyRing(`${newKey},${oldKey}`) });
    const returning = testBrowser(createHandler(rotated), { jar: browser.jar });
    await returning.track(pageView());
    expect(rotated.messages[0]?.session).toEqual(first);
    const onlyNew = testDependencies({ keys: parseKeyRing(newKey) });
    await testBrowser(createHandler(onlyNew), { jar: returning.jar }).track(pageView());
    expect(onlyNew.messages[0]?.session).toEqual(first);
    const onlyOld = setUp();
    await testBrowser(createHandler(onlyOld.deps), { jar: returning.jar }).track(pageView());
    expect(onlyOld.deps.messages[0]?.session.id).not.toBe(first?.id);
  });
});

describe('cookies that say the same', () => {
  it('of both kinds are set again on every answer', async () => {
    const { browser } = await known();
    for (let times = 0; times < 3; times++) {
      const { setCookies } = await browser.track(pageView());
      expect(setCookies.map((cookie) => cookie.split('=')[0])).toEqual(['session', 'visitor_id']);
    }
  });

  it('are found where the session cookie alone was kept: it restores the visitor cookie', async () => {
    const { deps, browser, session, visitor, first } = await known();
    await browser.track(pageView(), { cookies: [`session=${session}`] });
    expect(browser.jar.get('visitor_id')).toBe(visitor);
    expect(last(deps.messages).session).toEqual(first);
  });

  it('come with a Domain where the site wants one', async () => {
    const [shop] = testSites;
    const { browser } = setUp({ sites: [{ ...shop, cookieDomain: 'shop.example' }] });
    const { setCookies } = await browser.track(pageView());
    expect(setCookies.map((cookie) => cookie.slice(cookie.indexOf(';')))).toEqual([
      '; Max-Age=1800; Path=/; Domain=shop.example; HttpOnly; Secure; SameSite=Lax',
      '; Max-Age=31536000; Path=/; Domain=shop.example; HttpOnly; Secure; SameSite=Lax',
    ]);
  });
});

describe('cookies that disagree', () => {
  it("are settled by the session's: the visitor cookie is set back to it", async () => {
    const { deps, browser, session, visitor, first } = await known();
    const stranger = await known();
    await browser.track(pageView(), { cookies: [`visitor_id=${stranger.visitor}`, `session=${session}`] });
    expect(last(deps.messages).session).toEqual(first);
    expect(browser.jar.get('visitor_id')).toBe(visitor);
  });
});

describe('a cookie that comes twice', () => {
  it('as a planted one does, is the first that verifies', async () => {
    const { deps, browser, session, visitor, first } = await known();
    await browser.track(pageView(), {
      cookies: [
        'session=planted.xyz',
        `session=${tampered(session)}`,
        `session=${session}`,
        `visitor_id=${visitor}`,
      ],
    });
    expect(last(deps.messages).session).toEqual(first);
    expect(deps.counts.get('cookie_forged')).toBe(2);
  });

  it('costs no more than a few signatures, however often it comes', async () => {
    const { deps, browser, session } = await known();
    const planted = Array.from({ length: 200 }, (_, index) => `session=planted${index}.${'x'.repeat(43)}`);
    await browser.track(pageView(), { cookies: [...planted, `session=${session}`] });
    expect(deps.counts.get('cookie_forged')).toBeLessThanOrEqual(4);
  });
});

describe('a session whose secret a login has replaced', () => {
  /** A browser whose session another request has given a new secret, as a login does. */
  const loggedIn = async () => {
    const nonce = 'a'.repeat(32);
    const deps = testDependencies();
    const browser = testBrowser(createHandler(deps));
    await browser.track(pageView('/', { nonce }));
    const planted = new Map(browser.jar);
    const hotSessions: typeof deps.hotSessions = {
      ...deps.hotSessions,
      visit: async (visit) => {
        const result = await deps.hotSessions.visit(visit);
        const isTheirs = 'session' in result && result.session.id === deps.messages[0]?.session.id;
        return isTheirs ? { ...result, session: { ...result.session, secret: 'after the login' } } : result;
      },
    };
    const after = { ...deps, hotSessions };
    return { after, nonce, planted, first: deps.messages[0]?.session };
  };

  it('is not opened by a cookie from before it', async () => {
    const { after, planted, first } = await loggedIn();
    await testBrowser(createHandler(after), { jar: planted }).track(pageView());
    expect(last(after.messages).session.id).not.toBe(first?.id);
    expect(last(after.messages).session.browser).toBe(first?.browser);
    expect(after.counts.get('cookie_superseded')).toBe(1);
  });

  it('is not opened by the nonce that it was made of either', async () => {
    const { after, nonce, planted, first } = await loggedIn();
    for (const jar of [planted, new Map([['visitor_id', planted.get('visitor_id') as string]]), new Map()]) {
      const thief = testBrowser(createHandler(after), { jar });
      await thief.track(pageView('/', { nonce }));
      expect(last(after.messages).session.id).not.toBe(first?.id);
      expect(Buffer.from(thief.jar.get('session') as string, 'base64url').toString()).not.toContain(
        'after the login',
      );
    }
  });
});

describe('the cookie header', () => {
  it('is read as a browser writes it', () => {
    expect(readCookieHeader('a=1; session=x.y; b=2', 'session')).toEqual(['x.y']);
    expect(readCookieHeader('session=x; session=y', 'session')).toEqual(['x', 'y']);
    expect(readCookieHeader('mysession=x; session2=y; session', 'session')).toEqual([]);
    expect(readCookieHeader('session=a=b', 'session')).toEqual(['a=b']);
    expect(readCookieHeader('', 'session')).toEqual([]);
  });

  it('can be anything: what it holds never makes a request fail', async () => {
    const { deps, browser } = setUp({ hotSessions: downHotSessions });
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(
          fc.constantFrom(
            'session=',
            'visitor_id=',
            'footfall_nonce=',
            ';',
            ' ',
            '=',
            '.',
            '"',
            '%',
            '\0',
            'é',
            'a',
          ),
          { maxLength: 60 },
        )
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (header) => {
        for (const request of [{ cookies: [header] }, { cookies: [], headers: { cookie: header } }]) {
          const { statusCode, setCookies } = await browser.track(pageView(), request);
          expect([statusCode, setCookies.length]).toEqual([200, 2]);
        }
      }),
      { numRuns: 100 },
    );
    expect(deps.log.lines).toEqual([]);
  });

  it('that is longer than any browser sends is not looked at', () => {
    expect(readCookieHeader(`${'a=b; '.repeat(5_000)}session=x`, 'session')).toEqual([]);
  });

  it('works in the header as it does in the list of payload 2.0', async () => {
    const { deps, session, visitor, first } = await known();
    await createHandler(deps)(
      eventV2({
        headers: {
          cookie: `session=${session}; visitor_id=${visitor}`,
          origin: SHOP_ORIGIN,
          'content-type': 'application/json',
        },
        body: JSON.stringify(pageView()),
      }) as never,
      lambdaContext,
    );
    expect(last(deps.messages).session).toEqual(first);
    expect(eventTypesOf(deps)).toEqual(['session_started', 'page_view', 'page_view']);
  });
});
