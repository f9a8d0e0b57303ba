import { type BotVerdict, botVerdict } from '../domain/bots/verdict.ts';
import { NONCE_COOKIE } from '../domain/cookies/cookiePayloads.ts';
import type { SessionEvent } from '../domain/events/event.ts';
import { type Nonce, nonceFrom } from '../domain/identity/deriveIds.ts';
import type { CustomerId } from '../domain/ids.ts';
import { truncateAddress } from '../domain/metadata/address.ts';
import { countryFrom } from '../domain/metadata/country.ts';
import { deviceFrom } from '../domain/metadata/device.ts';
import { landingOf } from '../domain/metadata/landingPage.ts';
import { scrubReferrer } from '../domain/metadata/url.ts';
import type { SessionContext } from '../domain/sessions/session.ts';
import type { Site } from '../domain/site.ts';
import { identityCookies, pageViewCookie } from './answerCookies.ts';
import type { HttpRequest } from './HttpRequest.ts';
import type { Attached } from './login/Attached.ts';
import type { ChangedSession } from './login/closeSession.ts';
import { messageOf, sessionEvent, sessionStarted, sessionTouched } from './messageOf.ts';
import { isPageView, mayHoldTracker, type PageViews } from './pageView.ts';
import type { ReportedEvent } from './ReportedEvent.ts';
import { readCookieHeader } from './readCookieHeader.ts';
import { readIdentity } from './readIdentity.ts';
import type { SessionDependencies } from './SessionDependencies.ts';
import type { Arrival, OpenedSession, SessionOrigin } from './session/Arrival.ts';
import { openSession } from './session/openSession.ts';

/** A request with its session, and what is under way for it. */
export interface TrackedRequest {
  readonly attached: Attached;
  readonly origin: SessionOrigin;
  readonly site: Site;
  /** The cookies that keep a session as this request leaves it. */
  readonly cookiesOf: (attached: Attached) => readonly string[];
  /** What a login or a logout needs of the request; absent for a bot, which is nobody's customer. */
  readonly arrival: Arrival | undefined;
  /** Settles when the request's message is on its way to the record; rejects where it is lost. Resolved where there is none. */
  readonly delivered: Promise<void>;
}

const isHonoured = (request: HttpRequest, site: Site): boolean =>
  site.gpc === 'honour' && (request.header('sec-gpc') === '1' || request.header('dnt') === '1');

const nonceOf = (request: HttpRequest, told: string | undefined): Nonce | undefined =>
  nonceFrom(told) ??
  nonceFrom(request.header('x-footfall-nonce')) ??
  nonceFrom(readCookieHeader(request.cookieHeader, NONCE_COOKIE)[0]);

const absoluteUrl = (request: HttpRequest, path: string): string =>
  `https://${request.host ?? 'localhost'}${path}${request.query === '' ? '' : `?${request.query}`}`;

/** The page view that a document request is. */
const serverPageView = (request: HttpRequest, nowMs: number, eventId: string): ReportedEvent => {
  const referrer = request.header('referer');
  return {
    eventId,
    type: 'page_view',
    source: 'server',
    occurredAt: nowMs,
    path: request.path,
    url: absoluteUrl(request, request.path),
    ...(referrer === undefined ? {} : { referrer }),
  };
};

/** Where the visit began, as this request tells it: by its page view, or by the page that a fetch belongs to. */
const contextOf = (
  request: HttpRequest,
  site: Site,
  events: readonly ReportedEvent[],
  rest: {
    readonly newBrowser: boolean;
    readonly secret: string;
    readonly bot: BotVerdict;
    readonly address: string | undefined;
  },
): SessionContext => {
  const view = events.find(({ type }) => type === 'page_view') ?? events[0];
  const landing = landingOf({
    url: view?.url,
    path: view?.path,
    referrer: request.header('referer'),
    keptParameters: site.keptParameters,
  });
  const referrer = scrubReferrer(view?.referrer, site.keptParameters);
  const country = countryFrom(request.country);
  return {
    newBrowser: rest.newBrowser,
    ...landing,
    ...(referrer === undefined ? {} : { referrer }),
    device: deviceFrom(request.header('user-agent')),
    ...(country === undefined ? {} : { country }),
    ...(rest.address === undefined ? {} : { address: rest.address }),
    ...(rest.bot.bot ? { bot: rest.bot } : {}),
    secret: rest.secret,
  };
};

const kindOf = (request: HttpRequest): 'document' | 'fetch' | 'beacon' | 'unknown' => {
  const destination = request.header('sec-fetch-dest');
  if (destination === 'document') return 'document';
  if (destination === undefined) return 'unknown';
  return request.header('content-type')?.startsWith('text/plain') ? 'beacon' : 'fetch';
};

/**
 * Everything that happens to a request before its handler: who it is, which session, and its message on the way.
 * `undefined` where the visitor's wish not to be tracked is honoured: no cookie, nothing stored.
 */
export const trackRequest = async (
  deps: SessionDependencies,
  {
    request,
    site,
    nowMs,
    pageViews,
    events: reportedEvents,
    nonce,
    customer,
    needsDetails,
  }: {
    readonly request: HttpRequest;
    readonly site: Site;
    readonly nowMs: number;
    readonly pageViews: PageViews;
    readonly events: readonly ReportedEvent[];
    readonly nonce: string | undefined;
    /** Whom the request proves to be. */
    readonly customer: CustomerId | undefined;
    readonly needsDetails: boolean;
  },
): Promise<TrackedRequest | undefined> => {
  if (isHonoured(request, site)) return undefined;
  const identity = readIdentity({
    cookieHeader: request.cookieHeader,
    keys: deps.keys,
    site: site.id,
    nowMs,
    count: deps.count,
  });
  const userAgent = request.header('user-agent');
  const bot = botVerdict({ userAgent, header: request.header, kind: kindOf(request) });
  const pageViewId = isPageView(request, pageViews) ? deps.randomId() : undefined;
  const reported =
    pageViewId === undefined
      ? reportedEvents
      : [serverPageView(request, nowMs, pageViewId), ...reportedEvents];

  const arrival: Arrival = {
    site,
    identity,
    nonce: nonceOf(request, nonce),
    customer,
    bot,
    truncatedAddress: () => truncateAddress(request.address),
    userAgent,
    nowMs,
    pageViews: countPageViews(reported),
    events: reported.length,
    needsDetails,
    describe: ({ newBrowser, secret }) =>
      contextOf(request, site, reported, {
        newBrowser,
        secret,
        bot,
        address: truncateAddress(request.address),
      }),
  };
  const opened = await openSession(deps, arrival);
  const known = await recognised(deps, arrival, opened);

  const { origin, grace = false } = opened;
  const { session } = known;
  const events: SessionEvent[] = [];
  if (origin === 'created' || origin === 'joined') events.push(sessionStarted(session, nowMs));
  for (const event of reported) {
    events.push(sessionEvent(event, { session, site, receivedAt: nowMs, randomId: deps.randomId }));
  }
  for (const { event } of known.events) events.push(event);
  if (events.length === 0 && opened.touchDue) events.push(sessionTouched(session, nowMs));

  const handsPageView = pageViewId !== undefined && !bot.bot && mayHoldTracker(request);
  return {
    attached: { session, grace, toldVisitor: (identity.session ?? identity.visitor)?.cookie.visitor },
    origin,
    site,
    cookiesOf: (attached) => [
      ...(bot.bot || attached.grace
        ? []
        : identityCookies({ session: attached.session, identity, keys: deps.keys, site, nowMs })),
      ...(handsPageView ? [pageViewCookie(pageViewId)] : []),
    ],
    arrival: bot.bot ? undefined : arrival,
    delivered: events.length === 0 ? Promise.resolve() : deps.deliver(messageOf(session, events)),
  };
};

/**
 * An anonymous session of a request that proves whose it is becomes that customer's: a return with a valid token. Only a login of its
 * own makes one customer's session another's.
 */
const recognised = async (
  deps: SessionDependencies,
  arrival: Arrival,
  { session, grace }: OpenedSession,
): Promise<ChangedSession> => {
  const { customer } = arrival;
  const mayBecome = !arrival.bot.bot && grace !== true && session.customerId === undefined;
  if (customer === undefined || !mayBecome) return { session, events: [] };
  const { logIn } = await import('./login/logIn.ts');
  return logIn(deps, {
    arrival,
    attached: { session, grace: false },
    customer,
    by: 'token',
    onlyNobodys: true,
  });
};

const countPageViews = (events: readonly ReportedEvent[]): number => {
  let views = 0;
  for (const { type } of events) if (type === 'page_view') views += 1;
  return views;
};
