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
import { keepsNoCookies, type Site } from '../domain/site.ts';
import { identityCookies, pageViewCookie } from './answerCookies.ts';
import type { Refusal } from './HttpAnswer.ts';
import type { HttpRequest } from './HttpRequest.ts';
import type { Attached } from './login/Attached.ts';
import type { ChangedSession } from './login/closeSession.ts';
import { botSigns, messageOf, sessionEvent, sessionStarted, sessionTouched } from './messageOf.ts';
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
  /** The page view's id, where it is to be handed to the page and no cookie may. */
  readonly servedView?: string;
  /** What a login or a logout needs of the request; absent for a bot, which is nobody's customer, and where no cookie would keep it. */
  readonly arrival: Arrival | undefined;
  /** Settles when the request's message is on its way to the record; rejects where it is lost. Resolved where there is none. */
  readonly delivered: Promise<void>;
}

/** A request over its limit: nothing of it is told, and no cookie is set. */
export interface RefusedRequest {
  readonly refusal: Refusal;
}

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
    ...(rest.bot.reasons.length > 0 ? { bot: rest.bot } : {}),
    secret: rest.secret,
  };
};

/** Few sites list networks: the others do not load what compares them. */
const isListed = async (request: HttpRequest, { botNetworks: networks }: Site): Promise<boolean> => {
  const { isListedNetwork } = await import('../domain/bots/listedNetwork.ts');
  return isListedNetwork({ address: truncateAddress(request.address), networks });
};

const kindOf = (request: HttpRequest): 'document' | 'fetch' | 'beacon' | 'unknown' => {
  const destination = request.header('sec-fetch-dest');
  if (destination === 'document') return 'document';
  if (destination === undefined) return 'unknown';
  return request.header('content-type')?.startsWith('text/plain') ? 'beacon' : 'fetch';
};

/**
 * Everything that happens before its handler to a request that may be tracked: who it is, which session, and its message on the way.
 * On a site that keeps no cookies it is nobody's: neither what cookies say counts, nor who a token proves to be.
 * @throws SaltsUnavailable
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
    automation,
    customer,
    needsDetails,
    admit,
  }: {
    readonly request: HttpRequest;
    readonly site: Site;
    readonly nowMs: number;
    readonly pageViews: PageViews;
    readonly events: readonly ReportedEvent[];
    readonly nonce: string | undefined;
    /** Whether the page says that a program controls its browser. */
    readonly automation?: boolean | undefined;
    /** Whom the request proves to be. */
    readonly customer: CustomerId | undefined;
    readonly needsDetails: boolean;
    /** Why it is refused, if it is; asked beside the session, and of nobody of whom nothing is stored. */
    readonly admit: () => Promise<Refusal | undefined>;
  },
): Promise<TrackedRequest | RefusedRequest> => {
  const cookieless = keepsNoCookies(site);
  const identity = readIdentity({
    cookieHeader: cookieless ? '' : request.cookieHeader,
    keys: deps.keys,
    site: site.id,
    nowMs,
    count: deps.count,
  });
  const userAgent = request.header('user-agent');
  const bot = botVerdict({
    userAgent,
    header: request.header,
    kind: kindOf(request),
    automation,
    listed: site.botNetworks.length > 0 && (await isListed(request, site)),
  });
  const pageViewId = isPageView(request, pageViews) ? deps.randomId() : undefined;
  const reported =
    pageViewId === undefined
      ? reportedEvents
      : [serverPageView(request, nowMs, pageViewId), ...reportedEvents];

  const arrival: Arrival = {
    site,
    identity,
    nonce: nonceOf(request, nonce),
    customer: cookieless ? undefined : customer,
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
  const [opened, refusal] = await Promise.all([openSession(deps, arrival), admit()]);
  if (refusal) return { refusal };
  const known = await recognised(deps, arrival, opened);

  const { origin, grace = false } = opened;
  const { session } = known;
  const events: SessionEvent[] = [];
  if (origin === 'created' || origin === 'joined') events.push(sessionStarted(session, nowMs));
  for (const event of reported) {
    events.push(sessionEvent(event, { session, site, receivedAt: nowMs, randomId: deps.randomId }));
  }
  for (const { event } of known.events) events.push(event);
  // What speaks against whom a session began with, its start tells; against a bot too, unless it is in the session that people are in.
  if (events.length > 0 && origin !== 'created' && (cookieless || !bot.bot) && bot.reasons.length > 0) {
    events.push(botSigns(session, bot.reasons, nowMs));
  }
  if (events.length === 0 && opened.touchDue) events.push(sessionTouched(session, nowMs));

  const handsPageView = pageViewId !== undefined && !bot.bot && mayHoldTracker(request);
  return {
    attached: { session, grace, toldVisitor: (identity.session ?? identity.visitor)?.cookie.visitor },
    origin,
    site,
    cookiesOf: (attached) =>
      cookieless
        ? []
        : [
            ...(bot.bot || attached.grace
              ? []
              : identityCookies({ session: attached.session, identity, keys: deps.keys, site, nowMs })),
            ...(handsPageView ? [pageViewCookie(pageViewId)] : []),
          ],
    ...(cookieless && handsPageView ? { servedView: pageViewId } : {}),
    arrival: bot.bot || cookieless ? undefined : arrival,
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
