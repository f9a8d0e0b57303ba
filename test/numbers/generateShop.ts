import type { SessionEvent } from '../../src/domain/events/event.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import type { BrowserId, CustomerId, EventId, SessionId, SiteId, VisitorId } from '../../src/domain/ids.ts';
import type { DeviceType } from '../../src/domain/metadata/device.ts';
import type { SessionContext } from '../../src/domain/sessions/session.ts';
import type { Site } from '../../src/domain/site.ts';
import { createRandom, type Random } from './random.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A message on its way to the writer, and when it gets there. */
export interface Delivery {
  readonly at: number;
  readonly message: QueueMessage;
}

interface Browser {
  readonly id: BrowserId;
  visitor: VisitorId;
  sessions: number;
  readonly device: SessionContext['device'];
}

const DEVICES: readonly (readonly [DeviceType, string?, string?])[] = [
  ['desktop', 'Chrome', 'Windows'],
  ['desktop', 'Firefox', 'Linux'],
  ['mobile', 'Mobile Safari', 'iOS'],
  ['mobile', 'Chrome', 'Android'],
  ['tablet', 'Safari', 'iPadOS'],
  ['unknown'],
];
/** As the model's cases of traffic. */
const QUERIES = [
  '',
  '',
  '?utm_source=newsletter&utm_medium=email&utm_campaign=spring',
  '?utm_source=google&utm_medium=cpc&utm_campaign=brand',
  '?utm_source=instagram&utm_medium=social',
  '?utm_source=partner&utm_medium=affiliate&utm_campaign=p1',
  '?utm_source=adnet&utm_medium=cpm',
  '?gclid=abc',
];
const REFERRERS = [
  undefined,
  undefined,
  'https://www.google.com/',
  'https://blog.example.org/post',
  'https://shop.example/a',
];
const PATHS = ['/', '/shoes', '/hats', '/sale', '/about'];
const COUNTRIES = ['DE', 'IN', 'AU', undefined];
const BOTS = [
  ['known_bot'],
  ['no_accept_language', 'document_without_html'],
  ['known_bot', 'automation_user_agent'],
];
/** One of them alone makes no bot, nor do two of one kind. */
const NOT_ENOUGH = [['no_accept_language'], ['http_library', 'no_user_agent'], ['listed_network']];
const LISTED_NETWORK = '198.51.100.0';
const ADDRESSES = [undefined, '192.0.2.0', '203.0.113.0', '203.0.114.0', LISTED_NETWORK];

const context = (random: Random, browser: Browser, url: string | undefined): SessionContext => {
  const country = random.pick(COUNTRIES);
  const referrer = random.pick(REFERRERS);
  const parameters = url === undefined ? new URLSearchParams() : new URL(url).searchParams;
  const utm = Object.fromEntries(
    ['source', 'medium', 'campaign'].flatMap((name) => {
      const value = parameters.get(`utm_${name}`);
      return value === null ? [] : [[name, value]];
    }),
  );
  const gclid = parameters.get('gclid');
  const reasons = random.chance(0.08)
    ? random.pick(BOTS)
    : random.chance(0.15)
      ? random.pick(NOT_ENOUGH)
      : undefined;
  const address = random.pick(ADDRESSES);
  return {
    newBrowser: browser.sessions === 0,
    landingPage: '/',
    ...(referrer === undefined ? {} : { referrer }),
    utm,
    clickIds: gclid === null ? {} : { gclid },
    device: browser.device,
    ...(country === undefined ? {} : { country }),
    ...(address === undefined ? {} : { address }),
    ...(reasons === undefined ? {} : { bot: { bot: BOTS.includes(reasons), reasons, rulesVersion: 1 } }),
    secret: 's',
  };
};

/** Page views one after another: too fast in ten seconds, too fast in a minute, not quite, and for minutes without a look. */
const TURNINGS = [
  { views: 20, everyMs: 500 },
  { views: 62, everyMs: 950 },
  { views: 19, everyMs: 500 },
  { views: 31, everyMs: 11_000 },
];

/**
 * A shop's life as messages on their way to the writer: visits at all hours (most of them near the site's midnights and
 * the change of its clocks), several browsers a customer, logins that make two visitors one, carts, orders, refunds days
 * later, bots, events that come a day late, messages that come late or twice. The same arguments make the same shop.
 */
export const generateShop = ({
  seed,
  site,
  startMs,
  days,
  visits,
}: {
  readonly seed: number;
  readonly site: Site;
  readonly startMs: number;
  readonly days: number;
  readonly visits: number;
}): Delivery[] => {
  const random = createRandom(seed);
  const deliveries: Delivery[] = [];
  const owners = new Map<CustomerId, VisitorId>();
  const owned = new Set<VisitorId>();
  const orders: { id: string; amountMinor: number; placedAt: number }[] = [];
  let made = 0;
  const name = (what: string): string => `${what}-${seed.toString(36)}-${made++}`;

  const browsers: Browser[] = Array.from({ length: Math.max(1, Math.ceil(visits / 3)) }, () => {
    const id = name('b');
    const [type, browser, os] = random.pick(DEVICES);
    return {
      id: id as BrowserId,
      visitor: id as VisitorId,
      sessions: 0,
      device: {
        type,
        ...(browser === undefined ? {} : { browser }),
        ...(os === undefined ? {} : { os }),
      },
    };
  });

  /** Starts crowd around the days' ends, wherever those are: within two hours of each full UTC hour that a zone's midnight may have. */
  const starts = Array.from({ length: visits }, () => {
    const day = startMs + random.int(0, days - 1) * DAY;
    return random.chance(0.5) ? day + random.int(0, DAY - 1) : day + random.int(-3 * HOUR, 3 * HOUR);
  }).sort((a, b) => a - b);

  for (const startedAt of starts) {
    const browser = random.pick(browsers);
    const session = name('s') as SessionId;
    const bot = { is: false };
    const send = (events: readonly SessionEvent[]): void => {
      const last = events.reduce((max, { receivedAt }) => Math.max(max, receivedAt), 0);
      const message: QueueMessage = {
        v: 1,
        session: {
          id: session,
          site: site.id,
          browser: browser.id,
          visitor: browser.visitor,
          startedAt,
        },
        events,
      };
      const delay = random.chance(0.05) ? random.int(0, 2 * DAY) : random.int(0, 2 * MINUTE);
      deliveries.push({ at: last + delay, message });
      if (random.chance(0.05)) deliveries.push({ at: last + random.int(0, DAY), message });
    };
    const event = (type: string, at: number, more: Partial<SessionEvent> = {}): SessionEvent => {
      const late = more.source === 'server' || type === 'session_started' ? 0 : random.chance(0.04);
      return {
        id: `${site.id}:${browser.id}:${name('e')}` as EventId,
        type,
        source: 'browser',
        occurredAt: at,
        receivedAt: late ? at + random.int(0, 23 * HOUR) : at,
        ...more,
      };
    };
    const server = (type: string, at: number, more: Partial<SessionEvent> = {}): SessionEvent =>
      event(type, at, { source: 'server', ...more });

    const url = random.chance(0.7)
      ? `https://shop.example${random.pick(PATHS)}${random.pick(QUERIES)}`
      : undefined;
    const begun = context(random, browser, url);
    bot.is = begun.bot?.bot === true;
    browser.sessions++;
    send([server('session_started', startedAt, { context: begun })]);

    if (random.chance(0.1)) {
      const reasons = random.pick([['automation_webdriver'], ['http_library', 'client_hints_contradict']]);
      send([server('bot_signs', startedAt, { properties: { reasons } })]);
    }
    let at = startedAt;
    if (random.chance(0.06)) {
      const { views, everyMs } = random.pick(TURNINGS);
      send(
        Array.from({ length: views }, (_, view) => event('page_view', at + view * everyMs, { path: '/' })),
      );
      at += views * everyMs;
    }
    const steps = random.int(0, 6);
    for (let step = 0; step < steps; step++) {
      at += random.int(1_000, random.chance(0.1) ? 40 * MINUTE : 4 * MINUTE);
      const path = random.pick(PATHS);
      const events: SessionEvent[] = [
        step === 0 && url !== undefined
          ? event('page_view', at, { url, path: new URL(url).pathname })
          : event('page_view', at, { path }),
      ];
      if (random.chance(0.3)) {
        events.push(event('page_leave', at + 9_000, { path, engagedMs: random.int(0, 20_000) }));
      }
      const price = { priceMinor: random.int(1, 9_000) };
      if (random.chance(0.3)) {
        events.push(event('product_view', at + 1, { properties: { productId: 'p', ...price } }));
      }
      if (random.chance(0.25)) {
        const properties = { productId: 'p', quantity: 1, ...price, cartValueMinor: price.priceMinor };
        events.push(event('add_to_cart', at + 2, { properties }));
      }
      if (random.chance(0.12)) {
        events.push(event('checkout_started', at + 3, { properties: { cartValueMinor: 500 } }));
      }
      // Browsers may claim it; nobody believes them.
      if (random.chance(0.02))
        events.push(event('order_completed', at + 4, { properties: { orderId: 'x' } }));
      if (random.chance(0.02)) events.push(event('newsletter_signup', at + 5));
      send(events);

      if (bot.is) continue;
      if (random.chance(0.12)) {
        const customerId = `c${random.int(0, 3)}` as CustomerId;
        const before = browser.visitor;
        const visitor = owners.get(customerId) ?? (owned.has(before) ? (name('v') as VisitorId) : before);
        owners.set(customerId, visitor);
        const joins = !owned.has(before) && visitor !== before;
        owned.add(visitor);
        browser.visitor = visitor;
        const login = { customerId, ...(joins ? { formerVisitor: before } : {}) };
        send([server('customer_login', at + 10, login)]);
      }
      if (random.chance(0.15)) {
        const order = { id: name('o'), amountMinor: random.int(1, 90_000), placedAt: at + 20 };
        orders.push(order);
        const currency = random.chance(0.05) ? 'XXX' : site.currency;
        const properties = { orderId: order.id, amountMinor: order.amountMinor, currency };
        send([server('order_completed', order.placedAt, { properties })]);
        // Told once more by a shop that retries: as a new event, with another amount.
        if (random.chance(0.1)) {
          send([
            server('order_completed', order.placedAt + 1_000, {
              properties: { ...properties, amountMinor: 1 },
            }),
          ]);
        }
      }
      const refundable = orders.length > 0 && random.chance(0.08) ? random.pick(orders) : undefined;
      if (refundable !== undefined && refundable.placedAt < at) {
        const refund = {
          orderId: refundable.id,
          refundId: random.chance(0.2) ? 'same' : name('r'),
          amountMinor: random.int(1, refundable.amountMinor + 100),
        };
        send([server('order_refunded', at + 30, { properties: refund })]);
      }
    }
    // The staff look at it on some later day, and may change their mind.
    for (let epoch = 1; random.chance(0.06); epoch++) {
      const said = at + random.int(MINUTE, 2 * DAY);
      send([server('bot_overruled', said, { epoch, properties: { bot: random.chance(0.5) } })]);
    }
  }
  return deliveries.sort((a, b) => a.at - b.at);
};

/** A site in a zone, for a generated shop. */
export const generatedSite = (id: string, timezone: string): Site => ({
  id: id as SiteId,
  host: 'shop.example',
  hosts: ['shop.example'],
  origins: ['https://shop.example'],
  timezone,
  currency: 'EUR',
  ownDomains: [],
  paymentDomains: [],
  keptParameters: [],
  retentionDays: 400,
  privacy: 'cookies',
  gpc: 'ignore',
  botNetworks: [`${LISTED_NETWORK}/24`],
  limits: { addressPerMinute: 1_200 },
});
