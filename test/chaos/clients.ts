import type { Aggregator } from '../../src/aggregate/createAggregator.ts';
import { NONCE_COOKIE } from '../../src/domain/cookies/cookiePayloads.ts';
import { SECRET_GRACE_MS } from '../../src/domain/identity/sessionSecret.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import {
  conversionSignature,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
} from '../../src/orders/conversions/conversionSignature.ts';
import { eventV2, GOOGLEBOT, type RequestInShort } from '../support/apiGatewayEvents.ts';
import { type CookieJar, createCookieJar } from './cookieJar.ts';
import type { Oracle, SentOrder, SentRefund } from './oracle.ts';
import { type Deed, THIEF } from './plan.ts';
import { CONVERSION_KEYS, SITE } from './shop.ts';
import { type ShopAnswer, tokenOf, type Wish } from './shopServer.ts';
import { ProcessDied } from './simulatedProcess.ts';
import { NoProcess, type World } from './world.ts';

const [ORIGIN = ''] = SITE.origins;
/** A client's first try again, and its last. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
/** What orders throw besides outages: the shop's server answers 500, and its customer tries again. */
const FAULTS_OF_ORDERS: ReadonlySet<string> = new Set(['OrderNotFresh']);
/**
 * An answer that is slower than the login or logout after it brings back the cookie of before: for the minute of grace that one is let
 * in, and then another session begins. No server can tell.
 */
const OVERTAKEN_MS = SECRET_GRACE_MS + 60_000;
/** As the tracker has it. */
const NONCE_COOKIE_MAX_AGE_S = 60;

interface Browser {
  readonly name: string;
  jar: CookieJar;
  nonce: string;
  visit: string;
  /** Resolves when the page is there: nothing on it can be done before. */
  page: Promise<void>;
  /** When somebody last logged in or out, or was logged in by a token. */
  changedAtMs: number;
  token: string | undefined;
  /** Customers as whom somebody at this browser has tried to log in. */
  readonly customers: Set<string>;
  lastPost: string | undefined;
  lastOrder: { readonly orderId: string; readonly product: string } | undefined;
}

type DeedOf<Kind extends Deed['kind']> = Extract<Deed, { readonly kind: Kind }>;

/** People's browsers, a thief's, a crawler, and the shop's back end: they do what a plan says, and try again what failed. */
export const createClients = (
  world: World,
  oracle: Oracle,
  onWay: (request: RequestInShort) => RequestInShort,
) => {
  const { timeline, chanceOf } = world;
  const browsers = new Map<string, Browser>();
  /** What clients still try. */
  let busy = 0;

  const browserOf = (name: string): Browser => {
    const known = browsers.get(name);
    if (known !== undefined) return known;
    const made: Browser = {
      name,
      jar: createCookieJar(timeline.nowMs),
      nonce: '',
      visit: '',
      page: Promise.resolve(),
      changedAtMs: Number.NEGATIVE_INFINITY,
      token: undefined,
      customers: new Set(),
      lastPost: undefined,
      lastOrder: undefined,
    };
    browsers.set(name, made);
    return made;
  };

  const sleep = (ms: number): Promise<void> => new Promise((resolve) => timeline.after(ms, resolve));

  /** One request to some process, by a network that is slow sometimes and loses an answer sometimes. */
  const ask = async (
    name: string,
    request: RequestInShort,
    handler: 'track' | 'shop' | 'conversions',
  ): Promise<HttpAnswer | undefined> => {
    const random = chanceOf(`request ${name}`);
    const process = random.pick(['web-1', 'web-2'] as const);
    await sleep(random.int(1, random.chance(0.05) ? 2_000 : 40));
    try {
      const event = eventV2(onWay(request));
      const answer = await world.onWeb(process, name, (web) => {
        const run = web[handler] as (event: unknown, context: unknown) => Promise<HttpAnswer>;
        return run(event, {});
      });
      await sleep(random.int(1, random.chance(0.05) ? 2_000 : 40));
      return random.chance(world.isAtPeace() ? 0 : 0.01) ? undefined : answer;
    } catch (error) {
      // The client is told 502.
      if (error instanceof ProcessDied || error instanceof NoProcess) return undefined;
      if (!FAULTS_OF_ORDERS.has((error as Error).name)) oracle.breaches.push(`bug: ${name} threw ${error}`);
      return undefined;
    }
  };

  /** Whether a further try would be answered the same. */
  const isFinal = ({ statusCode }: HttpAnswer): boolean => statusCode < 500 && statusCode !== 429;

  /** Tries until there is an answer that no further try would change: everything that is asked here is as it should be. */
  const askUntil = async (
    name: string,
    request: () => RequestInShort,
    handler: 'track' | 'shop' | 'conversions',
    take: (answer: HttpAnswer) => void,
  ): Promise<void> => {
    busy += 1;
    for (let tries = 1; ; tries += 1) {
      const answer = await ask(`${name} try ${tries}`, request(), handler);
      if (answer !== undefined) take(answer);
      if (answer !== undefined && isFinal(answer)) {
        if (answer.statusCode !== 200)
          oracle.breaches.push(`refused: ${name} got ${answer.statusCode} ${answer.body}`);
        break;
      }
      await sleep(Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), LAST_RETRY_MS));
    }
    busy -= 1;
  };

  const headersOf = ({ token }: Browser): { [name: string]: string | undefined } => ({
    origin: ORIGIN,
    'sec-fetch-dest': 'empty',
    ...(token === undefined ? {} : { authorization: token }),
  });

  /** Nobody is told of a customer but who has been one here. */
  const checkSeen = (browser: Browser, deed: string, { body }: HttpAnswer): void => {
    if (!body?.startsWith('{')) return;
    const { session } = JSON.parse(body) as Partial<ShopAnswer>;
    const { customerId } = session ?? {};
    const isOwn = customerId === undefined || browser.customers.has(customerId);
    if (!isOwn || (session?.type === 'CUSTOMER' && browser.customers.size === 0)) {
      oracle.breaches.push(`identity: ${browser.name} was told that it is ${customerId} (${deed})`);
    }
  };

  const noteChange = (browser: Browser): void => {
    browser.changedAtMs = timeline.nowMs();
    oracle.changedVisits.add(browser.visit);
  };

  const askShop = (browser: Browser, deed: string, wish: Wish, take: (outcome: string) => void) => {
    // Who brings a token is logged in by it, be it only for looking.
    if (browser.token !== undefined) noteChange(browser);
    return askUntil(
      deed,
      () => ({
        method: 'POST',
        path: `/shop/${wish.do}`,
        headers: { ...headersOf(browser), 'content-type': 'application/json' },
        cookies: browser.jar.sent(),
        body: JSON.stringify(wish),
      }),
      'shop',
      (answer) => {
        browser.jar.take(answer);
        checkSeen(browser, deed, answer);
        if (answer.statusCode === 200) take((JSON.parse(answer.body ?? '{}') as ShopAnswer).outcome);
      },
    );
  };

  /** Posts events until they are stored, as the tracker does. */
  const post = (browser: Browser, deed: string, body: string, eventIds: readonly string[]) => {
    browser.lastPost = body;
    return askUntil(
      deed,
      () => ({
        headers: { origin: ORIGIN, 'sec-fetch-dest': 'empty', 'content-type': 'application/json' },
        cookies: browser.jar.sent(),
        body,
      }),
      'track',
      (answer) => {
        browser.jar.take(answer);
        if (answer.statusCode !== 200) return;
        for (const id of eventIds) {
          const sent = oracle.events.get(id);
          if (sent !== undefined) sent.accepted = true;
        }
      },
    );
  };

  const track = (browser: Browser, deed: string, types: readonly string[], lateMs: number) => {
    const occurredAt = Math.floor(timeline.nowMs()) - lateMs;
    const random = chanceOf(`events of ${deed}`);
    const events = types.map((eventType, index) => {
      const eventId = `${deed.replaceAll(' ', '-')}-${index}`;
      oracle.events.set(eventId, { browser: browser.name, visit: browser.visit, accepted: false });
      const path = random.pick(['/', '/shoes', '/hats']);
      const isMoney = eventType === 'add_to_cart' || eventType === 'checkout_started';
      return {
        eventType,
        eventId,
        path,
        url: `${ORIGIN}${path}`,
        occurredAt: occurredAt + index,
        ...(eventType === 'page_leave' ? { engagedMs: random.int(0, 15_000) } : {}),
        ...(isMoney ? { properties: { cartValueMinor: random.int(1, 9) * 500 } } : {}),
      };
    });
    const body = JSON.stringify({ nonce: browser.nonce, events });
    return post(
      browser,
      deed,
      body,
      events.map(({ eventId }) => eventId),
    );
  };

  const nonceOf = (deed: string): string =>
    chanceOf(`nonce of ${deed}`)
      .int(0, 2 ** 32 - 1)
      .toString(16)
      .padStart(32, '0');

  const open = async ({ id, browser: name, document, posts }: DeedOf<'open'>): Promise<void> => {
    const browser = browserOf(name);
    browser.visit = id;
    if (timeline.nowMs() - browser.changedAtMs < OVERTAKEN_MS) oracle.changedVisits.add(id);
    if (document) {
      // Who gets no page loads it anew.
      browser.page = askUntil(
        `${id} document`,
        () => ({
          method: 'GET',
          path: '/shoes',
          headers: { 'sec-fetch-dest': 'document', accept: 'text/html' },
          cookies: browser.jar.sent(),
        }),
        'shop',
        (answer) => {
          browser.jar.take(answer);
          checkSeen(browser, id, answer);
        },
      );
      await browser.page;
    }
    // The page's tracker has loaded: for a minute the shop's own requests tell its nonce too, and another page takes it over.
    const nonce = browser.jar.valueOf(NONCE_COOKIE) ?? nonceOf(id);
    browser.nonce = nonce;
    browser.jar.take({
      statusCode: 0,
      cookies: [`${NONCE_COOKIE}=${nonce}; Max-Age=${NONCE_COOKIE_MAX_AGE_S}`],
    });
    const types = ['page_view', 'product_view', 'page_leave', 'add_to_cart'];
    await Promise.all(
      types.slice(0, posts).map((type, index) => track(browser, `${id} post ${index}`, [type], 0)),
    );
  };

  const login = ({ id, browser: name, customer }: DeedOf<'login'>): Promise<void> => {
    const browser = browserOf(name);
    browser.customers.add(customer);
    noteChange(browser);
    return askShop(browser, id, { do: 'login', customer }, () => {
      browser.token = tokenOf(customer);
    });
  };

  const logout = ({ id, browser: name }: DeedOf<'logout'>): Promise<void> => {
    const browser = browserOf(name);
    browser.token = undefined;
    noteChange(browser);
    return askShop(browser, id, { do: 'logout' }, () => undefined);
  };

  const order = async ({ id, browser: name, product, quantity }: DeedOf<'order'>): Promise<void> => {
    const browser = browserOf(name);
    if (browser.token === undefined) return;
    const orderId = id.replaceAll(' ', '-');
    const sent: SentOrder = { answer: undefined };
    oracle.orders.set(orderId, sent);
    noteChange(browser);
    await askShop(browser, id, { do: 'order', orderId, product, quantity }, (outcome) => {
      // Somebody who logged out meanwhile orders nothing any more.
      sent.answer = outcome;
      if (outcome === 'placed') browser.lastOrder = { orderId, product };
    });
  };

  const refund = async ({ id, browser: name }: DeedOf<'refund'>): Promise<void> => {
    const browser = browserOf(name);
    if (browser.lastOrder === undefined) return;
    const refundId = id.replaceAll(' ', '-');
    const sent: SentRefund = { orderId: browser.lastOrder.orderId, answer: undefined };
    oracle.refunds.set(refundId, sent);
    await askShop(browser, id, { do: 'refund', refundId, ...browser.lastOrder }, (outcome) => {
      sent.answer = outcome;
    });
  };

  const convert = ({ id, browser: name, amountMinor }: DeedOf<'conversion'>): Promise<void> => {
    const browser = browserOf(name);
    const orderId = id.replaceAll(' ', '-');
    const sent: SentOrder = { answer: undefined };
    oracle.orders.set(orderId, sent);
    const session = browser.jar.valueOf('session');
    const placedAt = Math.floor(timeline.nowMs());
    const body = JSON.stringify({
      orderId,
      amountMinor,
      currency: SITE.currency,
      placedAt,
      ...(session === undefined ? {} : { session }),
    });
    return askUntil(
      id,
      () => {
        const timestamp = String(Math.floor(timeline.nowMs() / 1_000));
        return {
          path: '/api/conversions',
          headers: {
            'content-type': 'application/json',
            [TIMESTAMP_HEADER]: timestamp,
            [SIGNATURE_HEADER]: conversionSignature(CONVERSION_KEYS, timestamp, body),
          },
          body,
        };
      },
      'conversions',
      ({ statusCode }) => {
        if (statusCode < 500) sent.answer = statusCode === 200 ? 'placed' : `${statusCode}`;
      },
    );
  };

  /** A copy of the cookies of somebody who has never logged in. */
  const steal = ({ from }: DeedOf<'steal'>): void => {
    const victim = browserOf(from);
    if (victim.customers.size > 0) return;
    browserOf(THIEF).jar = victim.jar.copy();
    oracle.changedVisits.add(victim.visit);
  };

  const crawl = ({ id }: DeedOf<'bot'>): Promise<void> =>
    askUntil(
      id,
      () => ({
        headers: { origin: ORIGIN, 'content-type': 'application/json', 'user-agent': GOOGLEBOT },
        body: JSON.stringify({ eventType: 'page_view', path: '/', eventId: id.replaceAll(' ', '-') }),
      }),
      'track',
      () => undefined,
    );

  const aggregate = async ({ id, kind, aggregator }: DeedOf<'minute' | 'midnight'>): Promise<void> => {
    busy += 1;
    // One that fails or is killed is followed by the next.
    const run = (one: Aggregator): Promise<unknown> => one[kind](SITE);
    await world.onAggregator(aggregator, id, run).catch(() => undefined);
    busy -= 1;
  };

  return {
    isBusy: () => busy > 0,
    do: async (deed: Deed): Promise<void> => {
      if ('browser' in deed) await browserOf(deed.browser).page;
      switch (deed.kind) {
        case 'open':
          return open(deed);
        case 'track':
          return track(browserOf(deed.browser), deed.id, deed.types, deed.lateMs);
        case 'again': {
          const browser = browserOf(deed.browser);
          return browser.lastPost === undefined ? undefined : post(browser, deed.id, browser.lastPost, []);
        }
        case 'look':
          return askShop(browserOf(deed.browser), deed.id, { do: 'look' }, () => undefined);
        case 'login':
          return login(deed);
        case 'logout':
          return logout(deed);
        case 'order':
          return order(deed);
        case 'refund':
          return refund(deed);
        case 'conversion':
          return convert(deed);
        case 'steal':
          return steal(deed);
        case 'bot':
          return crawl(deed);
        case 'poison': {
          const body = `{"v":1,"poison":"${deed.id}"}`;
          oracle.poison.add(body);
          return world.queue.send(body);
        }
        case 'minute':
        case 'midnight':
          return aggregate(deed);
      }
    },
  };
};
