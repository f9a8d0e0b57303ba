import { modelBot } from './modelBot.ts';
import { inOrder, type ModelSite, type RawEvent } from './rawEvent.ts';
import { trafficOf } from './traffic.ts';

const HALF_HOUR = 30 * 60 * 1000;
const DAY = 24 * 60 * 60 * 1000;
const SERVERS_WORD = [
  'session_started',
  'session_touched',
  'customer_login',
  'customer_logout',
  'order_completed',
  'order_refunded',
];
/** What the servers say of the verdict, and of nothing that the visitor did. */
const OF_VERDICT = ['bot_signs', 'bot_overruled', 'bot_relabelled'];
const NO_DEED = [
  'page_view',
  'product_view',
  'page_leave',
  'session_started',
  'session_touched',
  'order_refunded',
];

/** A visit as the model understands it. */
export interface ModelSession {
  readonly id: string;
  readonly browser: string;
  readonly visitor: string;
  readonly startedAt: number;
  readonly numbers: { readonly [name: string]: number };
  readonly values: { readonly [dimension: string]: string };
  readonly bot: readonly string[] | undefined;
  readonly hits: number;
}

const seenFrom = (start: number, events: readonly RawEvent[]): number => {
  let from = start;
  for (;;) {
    const before = events.map((e) => e.occurredAt).filter((t) => t < from && from - t <= HALF_HOUR);
    if (before.length === 0) return from;
    from = Math.min(...before);
  }
};

const seenUntil = (start: number, events: readonly RawEvent[]): number => {
  const present = events.filter(
    (e) => e.source === 'browser' || ['session_started', 'session_touched', 'page_view'].includes(e.type),
  );
  let alive = Math.max(start, ...present.map((e) => e.receivedAt));
  for (;;) {
    const further = events.map((e) => e.occurredAt).filter((t) => t > alive && t - alive <= HALF_HOUR);
    if (further.length === 0) break;
    alive = Math.max(...further);
  }
  return Math.max(start, ...events.map((e) => e.occurredAt).filter((t) => t <= alive + HALF_HOUR));
};

const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** Whether an event tells of an order that can be counted. */
export const tellsOrder = (e: RawEvent): boolean =>
  e.type === 'order_completed' &&
  e.source === 'server' &&
  typeof e.properties?.orderId === 'string' &&
  typeof e.properties.currency === 'string' &&
  isAmount(e.properties.amountMinor);

const flag = (holds: boolean): number => (holds ? 1 : 0);

const lastFirst = (events: readonly RawEvent[]): RawEvent[] =>
  [...events].sort(
    (a, b) => (b.epoch ?? 0) - (a.epoch ?? 0) || b.receivedAt - a.receivedAt || (a.id < b.id ? 1 : -1),
  );

/** One visit out of all its events, each id once. */
export const modelSession = (told: readonly RawEvent[], { botNetworks }: ModelSite): ModelSession => {
  const all = inOrder([...new Map(told.map((event) => [event.id, event])).values()]);
  const deeds = all.filter((e) => !OF_VERDICT.includes(e.type));
  const events = deeds.filter((e) => e.source === 'server' || !SERVERS_WORD.includes(e.type));
  const startedAt = Math.min(...all.map((e) => e.sessionStartedAt));
  const [lastTold] = lastFirst(deeds.length > 0 ? deeds : all);
  // What was under way at a login may still name the visitor of before: the login's word counts.
  const [login] = lastFirst(
    events.filter(
      (e) =>
        (e.type === 'customer_login' || e.type === 'session_started') &&
        e.source === 'server' &&
        e.customerId !== undefined,
    ),
  );
  if (lastTold === undefined) throw new Error('a session without events');
  const context = events
    .filter((e) => e.type === 'session_started' && e.context)
    .sort((a, b) => a.sessionStartedAt - b.sessionStartedAt || (a.id < b.id ? -1 : 1))[0]?.context;

  const from = seenFrom(startedAt, events);
  const until = seenUntil(startedAt, events);
  const views = events.filter((e) => e.type === 'page_view');
  const within = views.filter((e) => e.occurredAt >= from && e.occurredAt <= until);
  const visited = within.length > 0 ? within : views;
  const landing = visited.find((e) => e.url !== undefined || e.path !== undefined);
  const exit = visited.findLast((e) => e.path !== undefined)?.path;

  const count = (type: string) => events.filter((e) => e.type === type).length;
  const engagedMs = Math.min(
    DAY,
    events.filter((e) => e.type === 'page_leave').reduce((sum, e) => sum + Math.max(0, e.engagedMs ?? 0), 0),
  );
  const interactions = events.filter(
    (e) => !NO_DEED.includes(e.type) && !(e.type === 'customer_login' && e.properties?.by === 'token'),
  ).length;
  const ordered = events.some(tellsOrder);
  const checkout = count('checkout_started') > 0;
  const carted = count('add_to_cart') > 0;
  const product = count('product_view') > 0;
  const traffic = trafficOf({ landing, context });
  return {
    id: lastTold.session,
    browser: lastTold.browser,
    visitor: (login ?? lastTold).visitor,
    startedAt,
    numbers: {
      totalVisits: 1,
      newSessions: flag(context?.newBrowser ?? false),
      pageViews: views.length,
      durationMs: until - from,
      engagedMs,
      bounces: flag(views.length <= 1 && interactions === 0 && engagedMs < 10_000),
      productSessions: flag(product),
      cartSessions: flag(carted),
      checkoutSessions: flag(checkout),
      convertedSessions: flag(ordered),
      reachedProduct: flag(product || carted || checkout || ordered),
      reachedCart: flag(carted || checkout || ordered),
      reachedCheckout: flag(checkout || ordered),
    },
    values: {
      device: context?.device.type ?? 'unknown',
      browser: context?.device.browser ?? '(unknown)',
      os: context?.device.os ?? '(unknown)',
      country: context?.country ?? '(unknown)',
      channel: traffic.channel,
      source: traffic.source,
      campaign: traffic.campaign ?? '(none)',
      landingPage: (landing && pathOf(landing)) ?? context?.landingPage ?? '(none)',
      exitPage: exit ?? '(none)',
    },
    bot: modelBot([...events, ...all.filter((e) => e.source === 'server' && OF_VERDICT.includes(e.type))], {
      viewedAt: views.map((e) => e.occurredAt),
      engagedMs,
      deeds: interactions,
      address: context?.address,
      networks: botNetworks,
    }),
    hits: all.length,
  };
};

const pathOf = (view: RawEvent): string | undefined => {
  if (view.url !== undefined) return new URL(view.url).pathname;
  return view.path;
};
