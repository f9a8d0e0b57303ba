import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startFootfall } from '../../local/startFootfall.ts';
import type { Environment } from '../../src/config/environment.ts';
import { controlledFootfall } from '../local/controlledFootfall.ts';
import { describeWith, startMinistack } from '../servers/servers.ts';
import { barePlace, type FootfallPlace, serversPlace } from '../support/footfallPlaces.ts';
import { eventually, type HttpVisitorOptions, httpVisitor } from '../support/httpVisitor.ts';
import { aggregateByHand, staffClient, untilWritten } from '../support/staffClient.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';
import { storefrontCustomer } from './storefrontCustomer.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The first document's days, 1 and 2 October 2023, moved to the day before yesterday and yesterday: their sessions are kept. */
const NOW_MS = Date.now();
const dayBefore = (days: number): string => new Date(NOW_MS - days * DAY_MS).toISOString().slice(0, 10);
const [DAY_1, DAY_2] = [dayBefore(2), dayBefore(1)];
const RANGE = `from=${DAY_1}&to=${DAY_2}`;
const at = (day: string, time: string): number => Date.parse(`${day}T${time}:00Z`);

const siteNamed = (id: string, currency: string) => ({
  id,
  host: `t.${id}.example`,
  origins: [`https://${id}.example`],
  timezone: 'UTC',
  currency,
});
const SHOP = 'https://shop.example';
const OUTLET = 'https://outlet.example';
const ONE_SITE = { SITES: JSON.stringify([siteNamed('shop', 'EUR')]) };
const TWO_SITES = { SITES: JSON.stringify([siteNamed('shop', 'EUR'), siteNamed('outlet', 'USD')]) };

const RED = { productId: 'red-runners', priceMinor: 8_900 };
const TO_CART = {
  eventType: 'add_to_cart',
  path: '/shoes/red',
  properties: { ...RED, quantity: 1, cartValueMinor: 8_900 },
};

/** What the staff can ask of the days. */
const QUESTIONS = [
  `analytics/summary?${RANGE}`,
  `analytics/daily?${RANGE}`,
  ...['channel', 'landingPage', 'exitPage', 'device'].map((by) => `analytics/breakdown?by=${by}&${RANGE}`),
  `analytics/summary?${RANGE}&filter=device:desktop`,
  `analytics/funnel?${RANGE}`,
  `analytics/retention?${RANGE}&by=week`,
  `analytics/quality?${RANGE}`,
  `analytics/explore?${RANGE}&by=landingPage&filter=device:desktop`,
  'analytics/visitors',
  'analytics/realtime',
];

/** Footfall whose visitors' clock is in the test's hands. */
const controlled = async (place: FootfallPlace, sites: Environment = ONE_SITE) => {
  const environment = { ...place.environment, ...sites };
  const { url, staff, control, dataDir, stop, log } = await controlledFootfall(environment);
  let clockMs = NOW_MS;
  const headers = () => ({
    'x-footfall-control': control.token,
    'x-footfall-clock': String(clockMs),
  });
  return {
    url,
    staff,
    dataDir,
    environment,
    log,
    stop,
    ...staffClient({ url, staff }),
    /** What visitors do from now on, they do at this time. */
    clockTo: (ms: number): void => {
      clockMs = ms;
    },
    /** A visit of a browser at a moved time. */
    visit: (options: Pick<HttpVisitorOptions, 'jar' | 'origin'> = {}) =>
      httpVisitor(url, { origin: SHOP, ...options, headers }),
    /** A visitor's browser at the shop's storefront. */
    customer: (jar: Map<string, string>, origin = SHOP) => storefrontCustomer(url, { jar, origin, headers }),
    aggregate: () => aggregateByHand({ url, token: control.token }),
  };
};

/** Footfall on a data folder, by a clock that is ahead; stopped with the test. */
const startAhead = async (
  { dataDir, environment }: { readonly dataDir: string; readonly environment: Environment },
  aheadMs: number,
) => {
  const now = () => Date.now() + aheadMs;
  const footfall = await startFootfall({ port: 0, dataDir, environment, log: keptLog(), now });
  onTestFinished(() => footfall.stop());
  return { ...footfall, ...staffClient(footfall) };
};

/** The table of the first document, and what those visitors do meanwhile. */
const liveTheExample = async ({ clockTo, visit, customer }: Awaited<ReturnType<typeof controlled>>) => {
  clockTo(at(DAY_1, '10:00'));
  const sess123 = visit();
  await sess123.view('/');
  clockTo(at(DAY_1, '10:05'));
  await sess123.view('/shoes');

  clockTo(at(DAY_2, '14:00'));
  const sess456 = visit({ jar: sess123.jar });
  await sess456.view('/shoes/red');
  clockTo(at(DAY_2, '14:01'));
  const buyer = customer(sess456.jar);
  await buyer.puts(RED.productId);
  clockTo(at(DAY_2, '14:02'));
  await buyer.registers();
  await buyer.checksOut();
  clockTo(at(DAY_2, '14:03'));
  expect(await buyer.orders()).toMatchObject({ amountMinor: RED.priceMinor });

  clockTo(at(DAY_2, '14:30'));
  const sess789 = visit();
  await sess789.view('/');
  expect([sess123, sess456, sess789].flatMap(({ failures }) => failures)).toEqual([]);
  return { sess789 };
};

const visits = (totalVisits: number, uniqueVisits: number, newVisitors: number) => ({
  totalVisits,
  uniqueVisits,
  newVisitors,
  returningVisitors: uniqueVisits - newVisitors,
});
const FIRST_DAY = {
  ...visits(1, 1, 1),
  pageViews: 2,
  durationMs: 5 * MINUTE_MS,
  bounces: 0,
  cartSessions: 0,
  checkoutSessions: 0,
  convertedSessions: 0,
  orders: 0,
};
const SECOND_DAY = {
  ...visits(2, 2, 1),
  pageViews: 2,
  durationMs: 3 * MINUTE_MS,
  bounces: 1,
  cartSessions: 1,
  checkoutSessions: 1,
  convertedSessions: 1,
  orders: 1,
};

const theNumbers = (openPlace: () => Promise<FootfallPlace>): void => {
  it('three sessions of two visitors are 3 visits and 2 unique visits, in the answers, in the record, and after a restart', async () => {
    const place = await openPlace();
    const footfall = await controlled(place);
    await liveTheExample(footfall);
    await footfall.aggregate();

    const { current } = await footfall.ask(`analytics/summary?${RANGE}`);
    expect(current).toMatchObject({
      ...visits(3, 2, 2),
      newSessions: 2,
      pageViews: 4,
      averageDurationMs: (8 * MINUTE_MS) / 3,
      bounceRate: 1 / 3,
      cartRate: 1 / 3,
      conversionRate: 1 / 3,
      purchaseRate: 1,
      orders: 1,
      revenue: 8_900,
      bots: 0,
    });
    const { points } = await footfall.ask(`analytics/daily?${RANGE}`);
    expect(points).toMatchObject([
      {
        at: DAY_1,
        ...FIRST_DAY,
        revenue: 0,
        averageDurationMs: 5 * MINUTE_MS,
        bounceRate: 0,
        purchaseRate: null,
      },
      { at: DAY_2, ...SECOND_DAY, revenue: 8_900, averageDurationMs: 1.5 * MINUTE_MS, bounceRate: 1 / 2 },
    ]);
    const dailyUniques: number[] = points.map(({ uniqueVisits }: { uniqueVisits: number }) => uniqueVisits);
    expect(dailyUniques.reduce((sum, uniques) => sum + uniques)).toBe(3);

    const ofDays = QUESTIONS.filter((question) => question.includes(RANGE));
    const told = await Promise.all(ofDays.map(footfall.ask));
    await footfall.stop();
    expect(await place.documents(footfall.dataDir, 'daily_metrics')).toMatchObject([
      {
        _id: `shop:${DAY_1}`,
        day: DAY_1,
        version: 1,
        currency: 'EUR',
        totals: { ...FIRST_DAY, revenueMinor: 0 },
      },
      {
        _id: `shop:${DAY_2}`,
        day: DAY_2,
        version: 1,
        currency: 'EUR',
        totals: { ...SECOND_DAY, revenueMinor: 8_900 },
      },
    ]);
    expect(await place.documents(footfall.dataDir, 'sessions')).toHaveLength(3);

    const again = await startAhead(footfall, 0);
    expect(await Promise.all(ofDays.map(again.ask))).toEqual(told);
    expect(footfall.log.lines.filter(({ level }) => level === 'error' || level === 'critical')).toEqual([]);
  }, 60_000);

  it('a late event on a finished day: the next run corrects the day, and says when and why', async () => {
    const footfall = await controlled(await openPlace());
    const { sess789 } = await liveTheExample(footfall);
    await footfall.aggregate();
    const { status } = await footfall.ask(`analytics/summary?${RANGE}`);
    expect(status).toMatchObject({ recomputed: [], provisional: false, missingDays: [] });
    footfall.clockTo(at(DAY_2, '14:35'));
    await sess789.tell(TO_CART);
    await untilWritten(footfall.url);
    await footfall.stop();

    // A finished day is written at most every ten minutes.
    const later = await startAhead(footfall, 11 * MINUTE_MS);
    await eventually(async () => {
      const { current, status } = await later.ask(`analytics/summary?${RANGE}`);
      expect(status.recomputed).toEqual([
        { day: DAY_2, version: 2, at: expect.stringMatching(/^\d{4}-.*Z$/), reason: 'late events' },
      ]);
      expect(current).toMatchObject({ ...visits(3, 2, 2), bounces: 0, cartSessions: 2, purchaseRate: 1 / 2 });
    });
    expect((await later.ask(`analytics/daily?${RANGE}`)).points).toMatchObject([
      { at: DAY_1, ...FIRST_DAY, version: 1 },
      {
        at: DAY_2,
        ...SECOND_DAY,
        bounces: 0,
        cartSessions: 2,
        durationMs: 8 * MINUTE_MS,
        version: 2,
        reason: 'late events',
      },
    ]);
  }, 60_000);

  it('each minute, who is there and what was done is in the record and in the live answer', async () => {
    const place = await openPlace();
    const dataDir = await temporaryDataDir();
    const environment = { ...place.environment, ...ONE_SITE };
    // Its next full minute is ten seconds away.
    const live = await startAhead({ dataDir, environment }, 50_000 - (Date.now() % MINUTE_MS));
    const visitor = httpVisitor(live.url, { origin: SHOP });
    await visitor.view('/');
    await visitor.view('/shoes/red');
    await visitor.tell(TO_CART);
    await httpVisitor(live.url, { origin: SHOP }).view('/');
    expect(visitor.failures).toEqual([]);

    const told = { funnel: { sessions: 2, product: 1, cart: 1, checkout: 0, order: 0 }, openCarts: 1 };
    await eventually(async () => {
      expect(await live.ask('analytics/realtime')).toMatchObject({
        site: 'shop',
        activeVisitors: 2,
        activeVisitors5m: 2,
        ...told,
        openCartValue: 8_900,
        degraded: null,
        topPages: [
          { value: '/', count: 2 },
          { value: '/shoes/red', count: 1 },
        ],
      });
    }, 90_000);
    await live.stop();
    const minutes = await place.documents(dataDir, 'realtime_metrics');
    expect(minutes.reduce((sum, { pageViews }) => sum + Number(pageViews), 0)).toBe(3);
    expect(minutes.at(-1)).toMatchObject({
      siteId: 'shop',
      minute: expect.any(Date),
      activeVisitors: 2,
      activeVisitors5m: 2,
      ...told,
      openCartValueMinor: 8_900,
    });
  }, 120_000);

  it('another site’s data is never in an answer', async () => {
    const { clockTo, visit, customer, aggregate, ask, get } = await controlled(await openPlace(), TWO_SITES);
    clockTo(at(DAY_2, '09:00'));
    await visit().view('/shoes');
    const stranger = visit({ origin: OUTLET });
    await stranger.view('/outlet-only');
    const outletCustomer = customer(stranger.jar, OUTLET);
    const customerId = await outletCustomer.registers();
    await outletCustomer.puts(RED.productId);
    const { id: orderId } = await outletCustomer.orders();
    await aggregate();

    const ofSite = (question: string, site: string): string =>
      `${question}${question.includes('?') ? '&' : '?'}site=${site}`;
    for (const question of QUESTIONS) {
      const { status, text } = await get(ofSite(question, 'shop'));
      expect([question, status]).toEqual([question, 200]);
      for (const foreign of ['outlet', customerId, orderId]) expect(text, question).not.toContain(foreign);
    }
    const numbers = { ...visits(1, 1, 1), pageViews: 1 };
    expect(await ask(ofSite(QUESTIONS[0] ?? '', 'shop'))).toMatchObject({
      currency: 'EUR',
      current: { ...numbers, orders: 0, revenue: 0 },
    });
    expect(await ask(ofSite(QUESTIONS[0] ?? '', 'outlet'))).toMatchObject({
      currency: 'USD',
      current: { ...numbers, orders: 1, revenue: 8_900 },
    });

    const { visitors } = await ask('analytics/visitors?site=outlet');
    expect(visitors).toMatchObject([{ customer: customerId, sessions: 1 }]);
    for (const id of [visitors[0].visitor, customerId]) {
      expect(await ask(`analytics/journeys/${id}?site=outlet`)).toMatchObject({
        customer: customerId,
      });
      expect((await get(`analytics/journeys/${id}?site=shop`)).status).toBe(404);
    }
    for (const query of [RANGE, `${RANGE}&site=nobody`]) {
      expect(await get(`analytics/summary?${query}`)).toMatchObject({
        status: 400,
        body: { error: { field: 'site', allowed: ['shop', 'outlet'] } },
      });
    }
  }, 60_000);

  it('the staff come in by the password and go out again; whoever else asks hears the same', async () => {
    const { url, staff } = await controlled(await openPlace());
    const post = (path: string, body?: object) =>
      fetch(`${url}/api/admin/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const attributesOf = (answer: Response): string[] => {
      const [line = '', ...others] = answer.headers.getSetCookie();
      expect(others).toEqual([]);
      return line.split('; ');
    };
    const COOKIE = ['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure'];

    const refused = await post('login', { password: `${staff.password}x` });
    expect(refused.status).toBe(401);
    expect(refused.headers.getSetCookie()).toEqual([]);

    const welcome = await post('login', { password: staff.password });
    expect([welcome.status, await welcome.text()]).toEqual([200, '{"ok":true}']);
    expect(welcome.headers.get('cache-control')).toBe('no-store');
    const [cookie = '', ...attributes] = attributesOf(welcome);
    expect(cookie).toMatch(/^footfall_staff=[\w.-]{40,}$/);
    expect(attributes.toSorted()).toEqual([...COOKIE, 'Max-Age=43200'].toSorted());

    const closed = [
      'admin/me',
      ...QUESTIONS,
      'analytics/journeys/nobody',
      'analytics/summary?from=nonsense',
      'analytics/nothing-there',
    ];
    const answerTo = (path: string, headers: { readonly [name: string]: string }) =>
      fetch(`${url}/api/${path}`, { headers });
    for (const path of ['admin/me', ...QUESTIONS]) {
      expect([path, (await answerTo(path, { cookie })).status]).toEqual([path, 200]);
    }

    const [gone = '', ...goneAttributes] = attributesOf(await post('logout'));
    expect(gone).toBe('footfall_staff=');
    expect(goneAttributes.toSorted()).toEqual([...COOKIE, 'Max-Age=0'].toSorted());

    const strangers = [
      {},
      { cookie: gone },
      { cookie: `${cookie.slice(0, -4)}AAAA` },
      { authorization: 'Bearer guessed' },
      { authorization: `Basic ${staff.token}` },
    ];
    const heard = new Set<string>();
    for (const headers of strangers) {
      for (const path of closed) {
        const answer = await answerTo(path, headers);
        const said = [...answer.headers].filter(([name]) => name !== 'date');
        heard.add(JSON.stringify([answer.status, said, await answer.text()]));
      }
    }
    expect([...heard]).toEqual([expect.stringMatching(/^\[401,.*unauthorized/)]);
  }, 60_000);
};

describe('the numbers of npm start with nothing installed', () => theNumbers(barePlace));

describeWith(['redis', 'secantus', 'ministack'], 'the numbers on MongoDB, Redis and DynamoDB', () => {
  let stopAws: () => Promise<void>;
  beforeAll(async () => {
    const aws = await startMinistack();
    stopAws = aws.stop;
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', aws.url);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await stopAws();
  });
  theNumbers(serversPlace);
});
