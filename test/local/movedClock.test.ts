import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHROME } from '../support/apiGatewayEvents.ts';
import { eventually, httpVisitor } from '../support/httpVisitor.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { controlledFootfall } from './controlledFootfall.ts';
import { readRecord, temporaryFootfall } from './temporaryFootfall.ts';

const HOUR_MS = 60 * 60_000;
const LAST_SPRING = Date.UTC(2026, 3, 1, 9);

const BROWSER = { 'content-type': 'application/json', 'user-agent': CHROME, 'accept-language': 'en' };

/** Posts a page view with these headers; the cookies of the answer are its caller's. */
const view = (url: string, path: string, headers: { readonly [name: string]: string } = {}) =>
  fetch(`${url}/track`, {
    method: 'POST',
    headers: { ...BROWSER, ...headers },
    body: JSON.stringify({ eventType: 'page_view', path }),
  });
const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');

describe('control.json', () => {
  it('says where the server is to its owner alone, has another token at each start, and goes with it', async () => {
    const dataDir = await temporaryDataDir();
    const path = join(dataDir, 'control.json');
    const tokens = new Set<string>();
    for (let start = 0; start < 2; start++) {
      const footfall = await temporaryFootfall({ dataDir });
      const control = JSON.parse(await readFile(path, 'utf8'));
      expect(control).toEqual({ url: footfall.url, token: expect.stringMatching(/^[\w-]{43}$/) });
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      tokens.add(control.token);
      await footfall.stop();
      await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
    }
    expect(tokens.size).toBe(2);
  });
});

describe('a moved clock', () => {
  it('is the clock of its own request alone, while others go by the real one', async () => {
    const { url, control, stop, dataDir } = await controlledFootfall();
    const moved = { 'x-footfall-control': control.token };
    const startedAt = Date.now();
    await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const clock = { ...moved, 'x-footfall-clock': String(LAST_SPRING + index) };
        const answer = await view(url, `/${index}`, index % 2 === 0 ? clock : {});
        expect(answer.status).toBe(200);
      }),
    );
    await stop();
    const { sessions, events } = await readRecord(dataDir);
    expect(sessions).toHaveLength(40);
    for (const { landingPage, startedAt: began } of sessions) {
      const index = Number(landingPage?.slice(1));
      if (index % 2 === 0) expect(began).toBe(LAST_SPRING + index);
      else expect(began).toBeGreaterThanOrEqual(startedAt);
    }
    for (const { occurredAt, receivedAt } of events) expect(receivedAt).toBe(occurredAt);
  });

  it('ages cookies and sessions: half an hour later, in no time, another session begins', async () => {
    const { url, control, stop, dataDir } = await controlledFootfall();
    const at = (atMs: number, path: string, cookie?: string) =>
      view(url, path, {
        'x-footfall-control': control.token,
        'x-footfall-clock': String(atMs),
        ...(cookie === undefined ? {} : { cookie }),
      });
    const first = cookiesOf(await at(LAST_SPRING, '/one'));
    await at(LAST_SPRING + 0.4 * HOUR_MS, '/two', first);
    await at(LAST_SPRING + 2 * HOUR_MS, '/three', first);
    await stop();
    const { sessions } = await readRecord(dataDir);
    expect(sessions.map(({ landingPage, pageViews }) => ({ landingPage, pageViews }))).toEqual([
      { landingPage: '/three', pageViews: 1 },
      { landingPage: '/one', pageViews: 2 },
    ]);
    expect(new Set(sessions.map(({ visitor }) => visitor)).size).toBe(1);
  });

  it('does not end the live sessions of the present, nor of another time', async () => {
    const { url, control, stop, dataDir } = await controlledFootfall();
    const present = httpVisitor(url);
    await present.view('/now');
    const past = (ms: number) => ({ 'x-footfall-control': control.token, 'x-footfall-clock': String(ms) });
    const cookie = cookiesOf(await view(url, '/then', past(LAST_SPRING)));
    // More than the visits after which the store in memory looks for what has expired.
    for (let some = 0; some < 11; some++) {
      await Promise.all(Array.from({ length: 100 }, (_, index) => view(url, `/crowd/${index}`)));
    }
    // A moved clock stands still: two views of one instant would be in no order.
    await view(url, '/then-too', { ...past(LAST_SPRING + 1_000), cookie });
    await present.view('/now-too');
    await stop();
    const { sessions } = await readRecord(dataDir);
    const own = sessions.filter(({ landingPage }) => landingPage === '/now' || landingPage === '/then');
    expect(own.map(({ pageViews }) => pageViews)).toEqual([2, 2]);
  });

  it.each([
    ['without a token', {}],
    ['with a wrong one', { 'x-footfall-control': 'x'.repeat(43) }],
    ['with a part of one', { 'x-footfall-control': '' }],
  ])('is refused %s, and nothing is stored', async (_, headers) => {
    const { url, stop, dataDir } = await controlledFootfall();
    const answer = await view(url, '/shoes', { ...headers, 'x-footfall-clock': String(LAST_SPRING) });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      error: { code: 'not_controlled', field: 'x-footfall-clock' },
    });
    expect(answer.headers.getSetCookie()).toEqual([]);
    await stop();
    expect((await readRecord(dataDir)).events).toEqual([]);
  });

  it.each(['', 'soon', '-1', '1e3', '99999999999999', '1.5'])('cannot stand at "%s"', async (text) => {
    const { url, control } = await controlledFootfall();
    const headers = { 'x-footfall-control': control.token, 'x-footfall-clock': text };
    expect((await view(url, '/shoes', headers)).status).toBe(400);
  });

  it('may come with a country and an address, which nobody else may name', async () => {
    const { url, control, stop, dataDir } = await controlledFootfall();
    const place = { 'cloudfront-viewer-country': 'AT', 'cloudfront-viewer-address': '203.0.113.9:443' };
    await view(url, '/trusted', { ...place, 'x-footfall-origin-secret': control.token });
    await view(url, '/not', { ...place, 'x-footfall-origin-secret': 'guessed' });
    await stop();
    const { sessions } = await readRecord(dataDir);
    const told = Object.fromEntries(
      sessions.map(({ landingPage, country, address }) => [landingPage, { country, address }]),
    );
    expect(told).toEqual({
      '/trusted': { country: 'AT', address: '203.0.113.0' },
      '/not': { country: undefined, address: '127.0.0.0' },
    });
  });
});

describe('the sites', () => {
  it('are told to who controls the server, and to nobody else', async () => {
    const { url, control } = await controlledFootfall();
    const ask = (token: string) =>
      fetch(`${url}/api/local/sites`, { headers: { 'x-footfall-control': token } });
    await eventually(async () => expect((await ask(control.token)).status).toBe(200));
    expect(await (await ask(control.token)).json()).toEqual({
      sites: [{ id: 'shop', timezone: 'UTC', currency: 'EUR', origin: url }],
    });
    expect((await ask('')).status).toBe(403);
  });
});
