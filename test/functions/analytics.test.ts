import { describe, expect, it } from 'vitest';
import { signValue } from '../../src/domain/cookies/signedValue.ts';
import { createStaffCookie, STAFF_COOKIE_MAX_AGE_S } from '../../src/staff/staffCookie.ts';
import { at, day, PASSWORD_HASH, storedShop, TODAY, TOKEN } from '../analytics/storedShop.ts';
import { visitOf } from '../domain/metrics/pieceFixtures.ts';
import type { RequestInShort } from '../support/apiGatewayEvents.ts';
import { NOON, testKeys } from '../support/testShop.ts';

const range = { from: '2026-11-21', to: '2026-11-21' };
const SUMMARY = '/api/analytics/summary';

const cookieOf = (nowMs: number, passwordHash = PASSWORD_HASH): string =>
  createStaffCookie({ keys: testKeys, passwordHash }).issue(nowMs).split(';', 1)[0] ?? '';

/** What the staff's cookie says, under another cookie's signature. */
const signedFor = (name: string): string => {
  const payload = cookieOf(NOON).slice('footfall_staff='.length).split('.')[0] ?? '';
  return `footfall_staff=${signValue(testKeys, name, payload)}`;
};

describe('staff', () => {
  const asking = (request: RequestInShort, clock = NOON) =>
    storedShop({ nowMs: clock }).get(SUMMARY, { site: 'shop', ...range }, { headers: {}, ...request });

  it.each([
    ['the token', { headers: { authorization: `Bearer ${TOKEN}` } }],
    ['the token, its scheme in other letters', { headers: { authorization: `bearer ${TOKEN}` } }],
    ['the cookie', { cookies: [cookieOf(NOON)] }],
    ['the cookie behind one that was planted', { cookies: ['footfall_staff=x.y', cookieOf(NOON)] }],
    ['what they are given, signed anew', { cookies: [signedFor('footfall_staff')] }],
    ['the cookie and a wrong token', { cookies: [cookieOf(NOON)], headers: { authorization: 'Bearer no' } }],
  ])('are let in by %s', async (_, request) => {
    expect((await asking(request)).statusCode).toBe(200);
  });

  it.each([
    ['nothing', {}],
    ['an empty token', { headers: { authorization: 'Bearer ' } }],
    ['a wrong token', { headers: { authorization: `Bearer ${TOKEN}x` } }],
    ['the beginning of the token', { headers: { authorization: `Bearer ${TOKEN.slice(0, -1)}` } }],
    ['the token in another scheme', { headers: { authorization: `Basic ${TOKEN}` } }],
    ['the token without a scheme', { headers: { authorization: TOKEN } }],
    ['two tokens', { headers: { authorization: `Bearer no Bearer ${TOKEN}` } }],
    ['an expired cookie', { cookies: [cookieOf(NOON - STAFF_COOKIE_MAX_AGE_S * 1_000)] }],
    ['a cookie of the password before', { cookies: [cookieOf(NOON, 'scrypt$16$1$1$AAAA$AAAA')] }],
    ['a forged cookie', { cookies: [`${cookieOf(NOON).slice(0, -1)}A`] }],
    ['a cookie of another name', { cookies: [cookieOf(NOON).replace('footfall_staff', 'session')] }],
    ['the same words signed for another cookie', { cookies: [signedFor('session')] }],
  ])('are not who brings %s: 401', async (_, request) => {
    const answer = await asking(request);
    expect(answer).toMatchObject({ statusCode: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect(JSON.parse(answer.body ?? '').error.code).toBe('unauthorized');
  });

  it.each([
    ['GET', SUMMARY],
    ['GET', '/api/analytics/nothing'],
    ['GET', '/api/analytics'],
    ['GET', '/api/analytics/journeys/someone'],
    ['DELETE', '/api/analytics/summary'],
    ['OPTIONS', '/api/analytics/summary'],
    ['GET', '/api/analytics/summary?from=never'],
    ['GET', '/api/admin/me'],
  ])('alone learn whether there is %s %s', async (method, path) => {
    const shop = storedShop();
    const [ofPath = '', query = ''] = path.split('?');
    const answer = await shop.send({ method, path: ofPath, query, headers: {} });
    expect(answer).toEqual(await shop.send({ path: SUMMARY, headers: {} }));
    expect(shop.calls).toMatchObject({ heads: 0, sections: 0 });
  });
});

describe('what is not there', () => {
  const answerTo = async (method: string, path: string) => storedShop().get(path, {}, { method });

  it('is 404', async () => {
    for (const path of ['/api/analytics/nothing', '/api/nothing', '/', '/api/analytics/summary/']) {
      const answer = await answerTo('GET', path);
      expect([path, answer.statusCode]).toEqual([path, 404]);
    }
  });

  it.each([
    ['POST', SUMMARY, 'GET, HEAD'],
    ['OPTIONS', SUMMARY, 'GET, HEAD'],
    ['DELETE', '/api/admin/me', 'GET, HEAD'],
    ['GET', '/api/admin/login', 'POST'],
    ['HEAD', '/api/admin/logout', 'POST'],
    ['POST', '/api/openapi.json', 'GET, HEAD'],
  ])('as a method is 405 and what is: %s %s', async (method, path, allow) => {
    expect(await answerTo(method, path)).toMatchObject({ statusCode: 405, headers: { allow } });
  });
});

describe('an answer', () => {
  it('is stored by nobody, and is what it says it is', async () => {
    const answer = await storedShop().get(SUMMARY, { site: 'shop', ...range });
    expect(answer.headers).toEqual({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  it('to HEAD is the one to GET, without its body', async () => {
    const shop = storedShop();
    const query = { site: 'shop', ...range };
    const { body, ...rest } = await shop.get(SUMMARY, query);
    expect(await shop.get(SUMMARY, query, { method: 'HEAD' })).toEqual({ ...rest, body: '' });
    expect(body).not.toBe('');
    expect(await shop.send({ method: 'HEAD', path: SUMMARY, headers: {} })).toMatchObject({
      statusCode: 401,
      body: '',
    });
  });

  it('to what nobody foresaw is 500, and is logged', async () => {
    const shop = storedShop({
      replaced: (store) => ({ ...store, heads: () => Promise.reject(new TypeError('a bug')) }),
    });
    const answer = await shop.get(SUMMARY, { site: 'shop', ...range });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('a bug');
    expect(shop.log.lines).toMatchObject([{ level: 'error', fields: { path: SUMMARY } }]);
  });
});

describe('who is in', () => {
  it('is told the sites, what day it is at each, and since when anything is known', async () => {
    const shop = storedShop({ nowMs: Date.UTC(2026, 10, 22, 23, 30) });
    await shop.state({ firstDay: day('2026-10-01') });
    const answer = await shop.get('/api/admin/me');
    expect(JSON.parse(answer.body ?? '')).toEqual({
      sites: [
        {
          id: 'shop',
          timezone: 'Europe/Berlin',
          currency: 'EUR',
          today: '2026-11-23',
          firstDay: '2026-10-01',
        },
        { id: 'other', timezone: 'UTC', currency: 'USD', today: '2026-11-22', firstDay: null },
      ],
      now: '2026-11-22T23:30:00.000Z',
    });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
  });
});

describe('CSV', () => {
  const csvOf = async (name: string, query: { readonly [name: string]: string }) => {
    const shop = storedShop();
    await shop.day(day('2026-11-21'), [
      {
        session: visitOf(1, {
          startedAt: at('2026-11-21'),
          campaign: '=HYPERLINK("http://evil")',
          pageViews: 2,
        }),
      },
      { session: visitOf(2, { startedAt: at('2026-11-21'), campaign: 'a, "b"\nc' }) },
      { session: visitOf(3, { startedAt: at('2026-11-21'), campaign: '-1+1' }) },
      { quality: { accepted: 7 } },
    ]);
    return shop.get(`/api/analytics/${name}`, { site: 'shop', format: 'csv', ...query });
  };

  it('is a file with a header line', async () => {
    const { headers, body } = await csvOf('daily', range);
    expect(headers).toEqual({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="footfall-shop-daily-2026-11-21-2026-11-21.csv"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const [header, row, ...rest] = body?.split('\r\n') ?? [];
    expect(header).toMatch(/^period,at,totalVisits,uniqueVisits,.*,bots,provisional,version,reason,missing$/);
    expect(row).toMatch(/^current,2026-11-21,3,3,0,3,0,2,.*,false,1,day ended,false$/);
    expect(rest).toEqual(['']);
  });

  it('runs no formula in a spreadsheet, and quotes what needs it', async () => {
    const { body } = await csvOf('breakdown', { ...range, by: 'campaign' });
    expect(body?.split('\r\n').map((line) => line.split(',')[0])).toEqual([
      'value',
      "'-1+1",
      '"\'=HYPERLINK(""http://evil"")"',
      '"a',
      '',
    ]);
    expect(body).toContain('"a, ""b""\nc",1,1');
  });

  it.each([
    ['summary', { ...range, compare: 'previous' }, 'metric,current,previous\r\ntotalVisits,3,0\r\n'],
    ['funnel', range, 'period,step,sessions,ofAll,ofPrevious,dropOff\r\ncurrent,sessions,3,1,,0\r\n'],
    [
      'retention',
      { ...range, by: 'week' },
      'start,size,complete,period,returned,rate\r\n2026-11-16,0,false,0,0,\r\n',
    ],
    [
      'quality',
      range,
      'day,accepted,duplicated,late,deferred,refused,deadLettered,sealed,erased\r\n2026-11-21,7,0,0,0,0,0,0,0\r\n',
    ],
    [
      'realtime',
      {},
      'minute,pageViews,sessions,orders,revenue,activeVisitors\r\n2026-11-22T11:00:00.000Z,0,0,0,0,\r\n',
    ],
  ] as const)('of %s is flat', async (name, query, begins) => {
    expect((await csvOf(name, query)).body?.slice(0, begins.length)).toBe(begins);
  });
});

describe('the site’s own time', () => {
  it('decides what day it is', async () => {
    const shop = storedShop({ nowMs: Date.UTC(2026, 10, 22, 23, 30) });
    await shop.hours(day('2026-11-23'), [
      { session: visitOf(1, { startedAt: Date.UTC(2026, 10, 22, 23, 10) }) },
    ]);
    await shop.state({ firstDay: TODAY, closedThrough: TODAY });
    const { current } = await shop.ask('summary', { from: '2026-11-23', to: '2026-11-23' });
    expect(current.totalVisits).toBe(1);
  });
});
