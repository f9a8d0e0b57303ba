import * as fc from 'fast-check';
import { BOT_RULES_VERSION, type BotVerdict } from '../../../src/domain/bots/verdict.ts';
import type { EventProperties, StoredEvent } from '../../../src/domain/events/event.ts';
import type {
  BrowserId,
  CustomerId,
  EventId,
  SessionId,
  SiteId,
  VisitorId,
} from '../../../src/domain/ids.ts';
import type { ClickIds } from '../../../src/domain/metadata/campaign.ts';
import { SESSION_IDLE_MS, type SessionContext } from '../../../src/domain/sessions/session.ts';
import type { Site } from '../../../src/domain/site.ts';

export const MINUTE = 60_000;
/** When every example session starts: 2026-03-05T10:00:00Z. */
export const START = 1_772_704_800_000;

export const SITE: Site = {
  id: 'shop' as SiteId,
  host: 't.shop.example',
  hosts: ['shop.example'],
  origins: ['https://shop.example'],
  timezone: 'Europe/Berlin',
  currency: 'EUR',
  ownDomains: [],
  paymentDomains: ['pay.example'],
  keptParameters: [],
  retentionDays: 395,
  privacy: 'cookies',
  gpc: 'ignore',
  botNetworks: [],
  limits: { addressPerMinute: 1_200 },
};

const BROWSER = 'b1' as BrowserId;

type EventParts = Partial<Omit<StoredEvent, 'id' | 'customerId' | 'visitor'>> & {
  readonly id?: string;
  readonly customerId?: string;
  readonly visitor?: string;
};

let made = 0;
/** An event of the example session: a browser's, at its start, unless told otherwise. */
export const eventOf = (type: string, parts: EventParts = {}): StoredEvent => {
  const { id, ...rest } = parts;
  const occurredAt = rest.occurredAt ?? START;
  made += 1;
  return {
    type,
    source: 'browser',
    occurredAt,
    receivedAt: occurredAt,
    site: SITE.id,
    browser: BROWSER,
    visitor: BROWSER,
    session: 's1' as SessionId,
    sessionStartedAt: START,
    ...rest,
    id: `${SITE.id}:${BROWSER}:${id ?? `e${made}`}` as EventId,
  } as StoredEvent;
};

export const serverEventOf = (type: string, parts: EventParts = {}): StoredEvent =>
  eventOf(type, { source: 'server', ...parts });

export const BOT: BotVerdict = { bot: true, reasons: ['known_bot'], rulesVersion: BOT_RULES_VERSION };

export const CONTEXT: SessionContext = {
  newBrowser: true,
  landingPage: '/landing',
  landingUrl: 'https://shop.example/landing',
  utm: {},
  clickIds: {},
  device: { type: 'mobile', browser: 'Firefox', os: 'Android' },
  country: 'DE',
  address: '192.0.2.0',
  secret: 'k1',
};

/** What the request that began the session told. */
export const startOf = (context: Partial<SessionContext> = {}, parts: EventParts = {}): StoredEvent =>
  serverEventOf('session_started', { ...parts, context: { ...CONTEXT, ...context } });

const TYPES = [
  'page_view',
  'page_leave',
  'product_view',
  'add_to_cart',
  'remove_from_cart',
  'checkout_started',
  'session_started',
  'session_touched',
  'customer_login',
  'customer_logout',
  'order_completed',
  'order_refunded',
  'newsletter',
  'bot_signs',
  'bot_overruled',
  'bot_relabelled',
] as const;

const amount = fc.oneof(
  fc.nat({ max: 100_000 }),
  fc.constantFrom(-1, 1.5, Number.MAX_VALUE, '10', null, true),
);
const shortText = fc.constantFrom('a', 'b', '', '__proto__');

const propertiesArbitrary: fc.Arbitrary<EventProperties> = fc.oneof(
  fc.record(
    {
      orderId: shortText,
      refundId: shortText,
      amountMinor: amount,
      cartValueMinor: amount,
      currency: fc.constantFrom('EUR', 'USD', '', 7),
      productId: shortText,
      bot: fc.constantFrom(true, false, 'true'),
      reasons: fc.constantFrom(['rate', 'no_accept_language'], ['http_library', 7], 'known_bot'),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<EventProperties>,
  fc.dictionary(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '$where', 'a.b', '', '%', 'a\0')),
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    ),
    { maxKeys: 4 },
  ) as fc.Arbitrary<EventProperties>,
);

const contextArbitrary: fc.Arbitrary<SessionContext> = fc.record(
  {
    newBrowser: fc.boolean(),
    utm: fc.record(
      { source: fc.constantFrom('newsletter', 'google'), medium: fc.constantFrom('email', 'cpc') },
      { requiredKeys: [] },
    ),
    clickIds: fc.constantFrom<ClickIds>({}, { gclid: 'g1' }),
    device: fc.constantFrom({ type: 'desktop' } as const, CONTEXT.device),
    secret: fc.constantFrom('k1', 'k2'),
    landingPage: fc.constantFrom('/', '/a'),
    referrer: fc.constantFrom('https://www.google.com/', 'https://shop.example/x', 'https://pay.example/'),
    country: fc.constantFrom('DE', 'FR'),
    address: fc.constantFrom('192.0.2.0', '2001:db8::'),
    bot: fc.constant(BOT),
  },
  { requiredKeys: ['newBrowser', 'utm', 'clickIds', 'device', 'secret'] },
);

/** Millisecond offsets from the start that lie on the edges of the rules as often as between them. */
const offset = fc.oneof(
  fc.integer({ min: -2 * SESSION_IDLE_MS, max: 4 * SESSION_IDLE_MS }),
  fc.constantFrom(-SESSION_IDLE_MS, SESSION_IDLE_MS, SESSION_IDLE_MS + 1, -SESSION_IDLE_MS - 1, 0),
);

const partsArbitrary = fc.record(
  {
    url: fc.constantFrom('https://shop.example/a?utm_source=x', 'https://shop.example/b', 'nonsense'),
    path: fc.constantFrom('/a', '/b', '/c'),
    referrer: fc.constantFrom('https://www.google.com/', 'https://shop.example/', 'nonsense'),
    title: fc.string({ unit: 'binary' }),
    engagedMs: fc.nat({ max: 90_000 }),
    properties: propertiesArbitrary,
    context: contextArbitrary,
    customerId: fc.constantFrom('c1', 'c2') as fc.Arbitrary<CustomerId>,
    secret: fc.constantFrom('1.b', '2.c', 'd'),
    formerSecret: fc.constantFrom('a', '1.b'),
    epoch: fc.nat({ max: 2 }),
  },
  { requiredKeys: [] },
);

/** Only these tell of the cookie's secrets: a message in which another does is refused. */
const LOGINS: ReadonlySet<string> = new Set(['customer_login', 'customer_logout']);
const withoutSecrets = ({ secret, formerSecret, ...parts }: EventParts): EventParts => parts;

/** Any events of one session of this browser: of every type and source, valid and senseless; their ids are distinct. */
export const sessionEventsArbitrary = ({
  session = 's1',
  maxEvents = 12,
}: {
  readonly session?: string;
  readonly maxEvents?: number;
} = {}): fc.Arbitrary<StoredEvent[]> =>
  fc
    .array(
      fc.record({
        type: fc.constantFrom(...TYPES),
        source: fc.constantFrom('browser' as const, 'server' as const),
        occurredAt: offset.map((ms) => START + ms),
        delayMs: fc.constantFrom(0, 5, MINUTE, 3 * 60 * MINUTE),
        visitor: fc.constantFrom(BROWSER, 'v2') as fc.Arbitrary<VisitorId>,
        startOffset: fc.constantFrom(0, 0, 0, 3),
        parts: partsArbitrary,
      }),
      { minLength: 1, maxLength: maxEvents },
    )
    .map((drafts) =>
      drafts.map(({ type, source, occurredAt, delayMs, visitor, startOffset, parts }, index) =>
        eventOf(type, {
          ...(source === 'server' && LOGINS.has(type) ? parts : withoutSecrets(parts)),
          id: `${session}-${index}`,
          session: session as SessionId,
          source,
          occurredAt,
          receivedAt: occurredAt + delayMs,
          visitor,
          sessionStartedAt: START + startOffset,
        }),
      ),
    );
