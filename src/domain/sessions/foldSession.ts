import { sessionVerdict } from '../bots/sessionVerdict.ts';
import { isVerdictEvent } from '../bots/verdictEvents.ts';
import { isServerOnlyEvent, type StoredEvent } from '../events/event.ts';
import { amountProperty } from '../events/properties.ts';
import { generationOf } from '../identity/sessionSecret.ts';
import type { Site } from '../site.ts';
import { isBounce, isInteraction } from './bounce.ts';
import { byKnowledge, byOccurrence, byStart, greatest } from './eventOrder.ts';
import { SESSION_MAX_AGE_MS, type SessionContext, type SessionRecord } from './session.ts';
import { sessionOrders } from './sessionOrders.ts';
import { sessionOrigin } from './sessionOrigin.ts';
import { sessionTimes } from './sessionTimes.ts';

/** Event types that may say what the cart is worth now. */
const CART_EVENTS: ReadonlySet<string> = new Set(['add_to_cart', 'remove_from_cart', 'checkout_started']);

/** A browser may tell of what it did; what only a server can know is believed from servers alone. */
const isBelieved = (event: StoredEvent): boolean =>
  event.source === 'server' || !isServerOnlyEvent(event.type);

/**
 * A session as its events tell it: counters are derived from what is stored, never incremented, so that a duplicate, any
 * order and a crash between two commands change nothing (design, section 3).
 *
 * Pure and total: the same events in any order give the same record, an id that comes twice counts once, and what an
 * event's properties hold never makes it throw.
 * @param events all known events of one session
 * @returns `undefined` of no events
 */
export const foldSession = ({
  events,
  site,
}: {
  readonly events: readonly StoredEvent[];
  readonly site: Site;
}): SessionRecord | undefined => {
  const distinct = [...new Map(events.map((event) => [event.id, event])).values()].sort(byOccurrence);
  const told = distinct.filter(({ type }) => !isVerdictEvent(type));
  const known = greatest(told, byKnowledge) ?? greatest(distinct, byKnowledge);
  const earliest = greatest(distinct, (a, b) => byStart(b, a));
  if (known === undefined || earliest === undefined) return undefined;

  const believed = distinct.filter(isBelieved);
  const facts = believed.filter(({ type }) => !isVerdictEvent(type));
  const startedAt = earliest.sessionStartedAt;
  const { firstSeenAt, lastSeenAt } = sessionTimes(startedAt, facts);
  const context = contextOf(facts);

  const views = facts.filter(({ type }) => type === 'page_view');
  const inRun = views.filter(({ occurredAt }) => occurredAt >= firstSeenAt && occurredAt <= lastSeenAt);
  const visitViews = inRun.length > 0 ? inRun : views;
  const exitPage = visitViews.findLast(({ path }) => path !== undefined)?.path;

  const counts = {
    pageViews: views.length,
    interactions: facts.filter(isInteraction).length,
    engagedMs: engagedMsOf(facts),
  };
  const identified = identifiedBy(facts);
  const customerId = identified?.customerId;
  const orders = sessionOrders(facts);
  const latestOrder = orders.at(-1);
  const cartValueMinor = cartValueOf(facts);
  const bot = sessionVerdict({
    events: believed,
    address: context?.address,
    networks: site.botNetworks,
    viewedAt: views.map(({ occurredAt }) => occurredAt),
    ...counts,
  });

  return {
    id: known.session,
    site: known.site,
    browser: known.browser,
    visitor: (identified ?? known).visitor,
    type: customerId === undefined ? 'ANONYMOUS' : 'CUSTOMER',
    ...(customerId === undefined ? {} : { customerId }),
    startedAt,
    firstSeenAt,
    lastSeenAt,
    durationMs: lastSeenAt - firstSeenAt,
    ...counts,
    bounce: isBounce(counts),
    newBrowser: context?.newBrowser ?? false,
    ...sessionOrigin({
      firstPageView: visitViews.find(({ url, path }) => url !== undefined || path !== undefined),
      context,
      site,
    }),
    ...(exitPage === undefined ? {} : { exitPage }),
    device: context?.device ?? { type: 'unknown' },
    ...(context?.country === undefined ? {} : { country: context.country }),
    ...(context?.address === undefined ? {} : { address: context.address }),
    productViews: facts.filter(({ type }) => type === 'product_view').length,
    cartAdds: facts.filter(({ type }) => type === 'add_to_cart').length,
    ...(cartValueMinor === undefined ? {} : { cartValueMinor }),
    checkoutStarted: facts.some(({ type }) => type === 'checkout_started'),
    converted: latestOrder !== undefined,
    ...(latestOrder === undefined ? {} : { orderId: latestOrder.orderId }),
    orders,
    ...(bot === undefined ? {} : { bot }),
    ...secretsOf(facts, context),
    epoch: distinct.reduce((max, { epoch = 0 }) => Math.max(max, epoch), 0),
    eventsSeen: distinct.length,
  };
};

/** Parallel first requests may each have told a start: the earliest one's word counts. */
const contextOf = (facts: readonly StoredEvent[]): SessionContext | undefined =>
  greatest(
    facts.filter(({ type, context }) => type === 'session_started' && context !== undefined),
    (a, b) => byStart(b, a),
  )?.context;

/**
 * A login makes the session a customer's for good, and so does a start with a customer's token; a logout does not undo it. It also
 * says whose the session is from then on: what was under way meanwhile may still name the visitor of before.
 */
const identifiedBy = (facts: readonly StoredEvent[]): StoredEvent | undefined =>
  greatest(
    facts.filter(
      ({ type, customerId }) =>
        customerId !== undefined && (type === 'customer_login' || type === 'session_started'),
    ),
    byKnowledge,
  );

/** The cookie's secret: as the last login or logout left it, else as the session began. */
const secretsOf = (
  facts: readonly StoredEvent[],
  context: SessionContext | undefined,
): Pick<SessionRecord, 'secret' | 'formerSecret' | 'secretChangedAt' | 'closed'> => {
  const changed = greatest(
    facts.filter(
      ({ type, secret }) => secret !== undefined && (type === 'customer_login' || type === 'customer_logout'),
    ),
    (a, b) => generationOf(a.secret ?? '') - generationOf(b.secret ?? '') || byKnowledge(a, b),
  );
  if (changed?.secret === undefined) return context === undefined ? {} : { secret: context.secret };
  const { secret, formerSecret, occurredAt, type } = changed;
  return {
    secret,
    ...(formerSecret === undefined ? {} : { formerSecret }),
    secretChangedAt: occurredAt,
    ...(type === 'customer_logout' ? { closed: true } : {}),
  };
};

/** Never more than a session can be long, whatever the pages told. */
const engagedMsOf = (facts: readonly StoredEvent[]): number => {
  let engagedMs = 0;
  for (const event of facts) {
    if (event.type === 'page_leave' && event.engagedMs !== undefined && event.engagedMs > 0) {
      engagedMs += event.engagedMs;
    }
  }
  return Math.min(engagedMs, SESSION_MAX_AGE_MS);
};

/** What the cart was last worth, in event time. */
const cartValueOf = (ordered: readonly StoredEvent[]): number | undefined => {
  for (const { type, properties } of ordered.toReversed()) {
    const value = CART_EVENTS.has(type) ? amountProperty(properties, 'cartValueMinor') : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
};
