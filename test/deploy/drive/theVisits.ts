import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { CHROME } from '../../support/apiGatewayEvents.ts';
import { shopBrowser } from '../../system/shopBrowser.ts';
import type { Deployed } from './openDeployed.ts';
import { until } from './until.ts';

/** Attributes of each cookie that an answer sets, by its name, in alphabetical order. */
const attributesOf = (setCookies: readonly string[]): { [name: string]: string[] } =>
  Object.fromEntries(
    setCookies.map((line) => {
      const [pair = '', ...attributes] = line.split('; ');
      return [pair.slice(0, pair.indexOf('=')), attributes.sort()];
    }),
  );
const LASTING = (seconds: number) => ['HttpOnly', `Max-Age=${seconds}`, 'Path=/', 'SameSite=Lax', 'Secure'];

/** Seconds for which Redis keeps a session's live copy; -2 where it has none. */
const hotSeconds = async ({ redis }: Deployed, sessionId: string): Promise<number> => {
  const [key] = await redis.keys(`*:s:${sessionId}`);
  return key === undefined ? -2 : redis.ttl(key);
};

/** The first mission document's scenarios, and the two kinds of request that are not a script's. */
export const theVisits = (
  deployed: () => Deployed,
  /** What CloudFront tells of the viewer, or the API where there is none. */
  seen: { readonly address: string; readonly country: string | undefined },
): void => {
  /** A browser on its first page. */
  const firstVisit = async (path: string) => {
    const browser = shopBrowser(deployed().url);
    const answer = await browser.view(path);
    expect(answer).toMatchObject({ status: 200, body: { ok: true, accepted: 1 } });
    return { browser, answer, first: browser.session() };
  };
  const sessionsOf = (b: string) => deployed().record('sessions', { b });

  it('A: somebody new gets both cookies, a live session in Redis and a session in MongoDB', async () => {
    const { answer, first } = await firstVisit('/shoes');
    expect(attributesOf(answer.setCookies)).toEqual({
      session: LASTING(1_800),
      visitor_id: LASTING(31_536_000),
    });
    expect(await hotSeconds(deployed(), first.sid)).toBeGreaterThan(1_700);
    await until('the session in MongoDB', async () =>
      expect(await sessionsOf(first.b)).toMatchObject([
        {
          _id: first.sid,
          siteId: 'shop',
          visitorId: first.vid,
          type: 'ANONYMOUS',
          landingPage: '/shoes',
          pageViews: 1,
          newBrowser: true,
          converted: false,
          address: seen.address,
          ...(seen.country === undefined ? {} : { country: seen.country }),
        },
      ]),
    );
  });

  it('B: whoever comes back within the session keeps it, and its half hour begins anew', async () => {
    const { browser, first } = await firstVisit('/');
    const [key = ''] = await deployed().redis.keys(`*:s:${first.sid}`);
    await deployed().redis.expire(key, 100);
    expect((await browser.view('/shoes')).status).toBe(200);
    expect(browser.session()).toMatchObject({ sid: first.sid, vid: first.vid });
    expect(await hotSeconds(deployed(), first.sid)).toBeGreaterThan(1_700);
    await until('both page views in one session in MongoDB', async () =>
      expect(await sessionsOf(first.b)).toMatchObject([{ _id: first.sid, pageViews: 2, exitPage: '/shoes' }]),
    );
  });

  it('C: whoever comes back with the visitor’s cookie alone gets a new session of the same visitor', async () => {
    const { browser, first } = await firstVisit('/');
    browser.jar.delete('session');
    const answer = await browser.view('/again');
    expect(Object.keys(attributesOf(answer.setCookies))).toContain('session');
    const second = browser.session();
    expect(second).toMatchObject({ vid: first.vid, b: first.b });
    expect(second.sid).not.toBe(first.sid);
    await until('two sessions of one visitor in MongoDB', async () => {
      const sessions = (await sessionsOf(first.b)).toSorted((one, other) => one.startedAt - other.startedAt);
      expect(sessions).toMatchObject([
        { _id: first.sid, visitorId: first.vid, newBrowser: true },
        { _id: second.sid, visitorId: first.vid, newBrowser: false },
      ]);
    });
  });

  it('a page that a server renders is a page view, and a beacon in plain text is heard', async () => {
    const browser = shopBrowser(deployed().url);
    const page = await browser.send('/api/storefront/products', {
      method: 'GET',
      headers: { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' },
    });
    expect(page.status).toBe(200);
    expect(Object.keys(attributesOf(page.setCookies)).sort()).toEqual([
      'footfall_pv',
      'session',
      'visitor_id',
    ]);
    const { sid } = browser.session();

    const eventId = randomUUID();
    const beacon = await fetch(`${deployed().url}/track`, {
      method: 'POST',
      headers: {
        'content-type': 'text/plain;charset=UTF-8',
        origin: deployed().url,
        'user-agent': CHROME,
        'accept-language': 'en',
        'sec-fetch-dest': 'empty',
        'sec-fetch-mode': 'no-cors',
        'sec-fetch-site': 'same-origin',
        cookie: [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: JSON.stringify({
        events: [{ eventType: 'page_leave', path: '/api/storefront/products', eventId, engagedMs: 12_000 }],
      }),
    });
    expect([beacon.status, await beacon.text()]).toEqual([200, '{"ok":true,"accepted":1}']);
    await until('the page view and the beacon in one session in MongoDB', async () => {
      expect(await deployed().record('sessions', { _id: sid })).toMatchObject([
        { pageViews: 1, engagedMs: 12_000, landingPage: '/api/storefront/products' },
      ]);
      const events = await deployed().record('session_events', { sessionId: sid });
      expect(events.map(({ type }) => type).sort()).toEqual(['page_leave', 'page_view', 'session_started']);
    });
  });
};
