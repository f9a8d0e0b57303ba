import type { MiddlewareObj } from '@middy/core';
import type { CustomerId } from '../domain/ids.ts';
import type { Site } from '../domain/site.ts';
import { SaltsUnavailable } from '../ports/DailySalts.ts';
import { thrown } from '../ports/Log.ts';
import { type AttachedSession, sessionSeen } from './AttachedSession.ts';
import { addCors, corsHeaders, preflightAnswer } from './cors.ts';
import { EventsNotDelivered } from './createDelivery.ts';
import { checkedCustomer, createEventTracker, type EventTracker } from './eventTracker.ts';
import { addCookies, asHttpAnswer, type HttpAnswer, type Refusal, refusalAnswer } from './HttpAnswer.ts';
import { type HttpEvent, type HttpRequest, readHttpRequest } from './HttpRequest.ts';
import { admitRequest } from './limits/admitRequest.ts';
import type { RequestLimit } from './limits/RequestLimit.ts';
import { trackLimit } from './limits/trackLimit.ts';
import type { Attached } from './login/Attached.ts';
import type { LoginBy } from './login/logIn.ts';
import type { PageViews } from './pageView.ts';
import { consentOfCookie, type MayTrack, mayTrack } from './privacy/mayTrack.ts';
import type { ReportedEvent } from './ReportedEvent.ts';
import { type AskedSite, resolveSite, siteOfRefused } from './resolveSite.ts';
import type { SessionDependencies } from './SessionDependencies.ts';
import { type TrackedRequest, trackRequest } from './trackRequest.ts';
import type { WithSession } from './WithSession.ts';

export type { AttachedSession, WithSession };

/** What a request says for itself, where its body is events. */
export type ReadEvents = (
  request: HttpRequest,
  receivedAt: number,
) =>
  | {
      readonly ok: true;
      readonly events: readonly ReportedEvent[];
      readonly site: string | undefined;
      readonly nonce: string | undefined;
      readonly automation?: boolean | undefined;
      readonly consent?: boolean | undefined;
    }
  | { readonly ok: false; readonly refusal: Refusal };

export interface SessionMiddlewareOptions {
  /** What counts as a page view. Default `auto`. */
  readonly pageViews?: PageViews;
  /** The site, where the handler serves one alone. */
  readonly site?: string;
  /** Whether the handler reads more of the session than its ids. Default true. */
  readonly needsDetails?: boolean;
  /**
   * The customer whom a request itself proves, by a token that the shop has signed: a new session of such a request is the
   * customer's from its start, and an anonymous one becomes it. Never believe a session for that: it is no proof of who asks.
   */
  readonly customerOf?: (request: HttpRequest, site: Site) => Promise<string | undefined>;
  /** For `/track`: the request's body is events, and an answer that lost them must say so. Nobody logs in by such a request. */
  readonly readEvents?: ReadEvents;
  /** The limit that a request is under, where it is under one: a login. Over it the handler is not called. Of events the site says it. */
  readonly limitOf?: (request: HttpRequest) => RequestLimit | undefined;
}

/** What one request carries from `before` to `after`. */
interface Passage {
  readonly request: HttpRequest;
  readonly site: Site;
  readonly may: MayTrack;
  /** What the page itself says of consent. */
  readonly told: boolean | undefined;
  readonly tracked: TrackedRequest | undefined;
  readonly tracker: EventTracker;
  readonly enteredAt: number;
  /** As a login or a logout of the handler left it. */
  attached: Attached | undefined;
}

/** A login or, without a customer, a logout. */
interface Change {
  readonly customer: CustomerId | undefined;
  readonly by: LoginBy;
}

/**
 * A request that took this long asks whether a login has overtaken it. A login sends its event, some 10 ms of SQS, before it answers:
 * what is faster is answered before it. `/track` takes as long itself, and is not to ask Redis twice each time.
 */
const OVERTAKEN_AFTER_MS = { handler: 10, tracking: 50 } as const;

const NO_EVENTS = {
  ok: true,
  events: [],
  site: undefined,
  nonce: undefined,
  automation: undefined,
  consent: undefined,
} as const;
const RETRY_AFTER_S = 5;

const unavailable: Refusal = {
  status: 503,
  code: 'not_stored',
  message: 'The events could not be stored; send them again.',
  headers: { 'retry-after': String(RETRY_AFTER_S) },
};

/**
 * The session middleware for Middy: recognises the visitor, keeps the session, tracks the request, and sets the cookies.
 * It attaches `event.session` and `event.track`. No fault of a store, and no bug of its own, keeps a request from its handler:
 * it then runs without a session.
 *
 * @example
 * export const handler = middy(async (event) => ({ statusCode: 200, body: event.session?.id }))
 *   .use(sessionMiddleware(deps, { pageViews: 'browser' }));
 */
export const sessionMiddleware = (
  deps: SessionDependencies,
  options: SessionMiddlewareOptions = {},
): MiddlewareObj<HttpEvent & Partial<WithSession>, unknown> => {
  const { pageViews = 'auto', needsDetails = true, customerOf, readEvents, limitOf } = options;
  const passages = new WeakMap<object, Passage>();
  const overtakenAfterMs = OVERTAKEN_AFTER_MS[readEvents ? 'tracking' : 'handler'];

  const enter = async (event: HttpEvent & Partial<WithSession>): Promise<HttpAnswer | undefined> => {
    const request = readHttpRequest(event, deps.originSecret);
    const nowMs = deps.now();
    const origin = request.header('origin');
    const isPreflight = request.method === 'OPTIONS' && origin !== undefined;
    const said = readEvents && !isPreflight ? readEvents(request, nowMs) : NO_EVENTS;
    const asked = { named: (said.ok ? said.site : undefined) ?? options.site, origin, host: request.host };
    if (!said.ok) return refuse(said.refusal, asked);
    const resolved = resolveSite(deps.sites, asked);
    if (!resolved.ok) return refuse(resolved.refusal, asked);
    if (isPreflight) return preflightAnswer(origin);

    const { site } = resolved;
    const may = mayTrack(request, site, said.consent);
    const customer = may === 'yes' ? await provenCustomer(request, site) : undefined;
    const limit = readEvents ? trackLimit(site) : limitOf?.(request);
    const admit = () => admitRequest(deps, limit, { site, address: request.address, nowMs });
    // Events are limited where they are stored; a handler's requests whoever sends them.
    const admitted = readEvents ? undefined : admit();
    const [outcome, refusal] = await Promise.all([
      may !== 'yes'
        ? undefined
        : trackRequest(deps, {
            request,
            site,
            nowMs,
            pageViews,
            events: said.events,
            nonce: said.nonce,
            automation: said.automation,
            customer,
            needsDetails,
            admit: () => admitted ?? admit(),
          }).catch(withoutSalt),
      admitted,
    ]);
    if (refusal) return refuse(refusal, asked);
    if (outcome === 'no salt' && readEvents) return addCors(refusalAnswer(unavailable), origin, site);
    if (typeof outcome === 'object' && 'refusal' in outcome) return refuse(outcome.refusal, asked);
    const tracked = outcome === 'no salt' ? undefined : outcome;
    // Awaited in `leave`; until then its rejection is known to somebody.
    tracked?.delivered.catch(() => undefined);
    const tracker = createEventTracker({
      site,
      current: () => passage.attached?.session,
      path: request.path,
      deliver: deps.deliver,
      now: deps.now,
      randomId: deps.randomId,
      count: deps.count,
    });
    const passage: Passage = {
      request,
      site,
      may,
      told: said.consent,
      tracked,
      tracker,
      enteredAt: nowMs,
      attached: tracked?.attached,
    };
    passages.set(event, passage);
    const isNew = tracked?.origin === 'created';
    event.session = tracked ? sessionSeen(tracked.attached, isNew) : await unsaved(site, nowMs);
    if (may === 'not yet') event.consent = 'needed';
    event.track = tracker.track;
    event.accepted = tracked ? said.events.length : 0;
    if (readEvents === undefined) offerLogin(event, passage);
    return undefined;
  };

  const unsaved = async (site: Site, nowMs: number): Promise<AttachedSession> => {
    const { unsavedSession } = await import('./privacy/unsavedSession.ts');
    return unsavedSession(site, { nowMs, randomId: deps.randomId });
  };

  /** Of a site that keeps no cookies: nobody can say who the visitor is. Events come again; a handler's request goes on untracked. */
  const withoutSalt = (error: unknown): 'no salt' => {
    if (!(error instanceof SaltsUnavailable)) throw error;
    deps.count('salts_unavailable');
    return 'no salt';
  };

  /** Not where the request is nothing but events: nobody logs in by them, and a third of their time went to what these hold on to. */
  const offerLogin = (event: Partial<WithSession>, passage: Passage): void => {
    event.login = (customerId, { by = 'login' } = {}) =>
      changeSession(event, passage, { customer: checkedCustomer(customerId), by });
    event.logout = () => changeSession(event, passage, { customer: undefined, by: 'login' });
  };

  /** A token that cannot be read is the shop's bug, and nobody's proof. */
  const provenCustomer = async (request: HttpRequest, site: Site): Promise<CustomerId | undefined> => {
    if (customerOf === undefined) return undefined;
    try {
      const customer = await customerOf(request, site);
      return customer === undefined ? undefined : checkedCustomer(customer);
    } catch (error) {
      deps.count('customer_of_failed');
      deps.log.error('customerOf failed; the request goes on as nobody’s', thrown(error));
      return undefined;
    }
  };

  const changeSession = async (
    event: Partial<WithSession>,
    passage: Passage,
    { customer, by }: Change,
  ): Promise<void> => {
    const { attached, tracked, tracker } = passage;
    if (attached === undefined || tracked?.arrival === undefined) {
      return deps.count('login_without_session');
    }
    const { changeOf } = await import('./login/changeOf.ts');
    const arrival = { ...tracked.arrival, nowMs: Math.max(deps.now(), passage.enteredAt) };
    const { session, events } = await changeOf(deps, { arrival, attached, customer, by });
    tracker.add(events);
    const isNew = session.id !== attached.session.id || event.session?.isNew === true;
    // A logout by the cookie of before a login changes nothing: the request stays as little trusted as it was.
    passage.attached = {
      session,
      grace: attached.grace && session === attached.session && customer === undefined,
    };
    event.session = sessionSeen(passage.attached, isNew);
  };

  /** A refusal that the shop's page may read, where the origin is one of ours. */
  const refuse = (refusal: Refusal, asked: AskedSite): HttpAnswer => {
    const { origin } = asked;
    deps.count(`refused_${refusal.code}`);
    const site = siteOfRefused(deps.sites, asked);
    if (site) deps.quality?.count(site.id, `refused:${refusal.code}`, deps.now());
    const answer = refusalAnswer(refusal);
    const known = origin !== undefined && deps.sites.some((site) => site.origins.includes(origin));
    return known ? { ...answer, headers: { ...answer.headers, ...corsHeaders(origin) } } : answer;
  };

  /** A bug of ours is logged and the request goes on without a session; where its events are all it is about, it says so. */
  const failed = (event: Partial<WithSession>, error: unknown): HttpAnswer | undefined => {
    deps.count('middleware_failed');
    deps.log.error('the session middleware failed; the request goes on without a session', thrown(error));
    if (readEvents) return refusalAnswer(unavailable);
    event.track = () => deps.count('event_without_session');
    event.login = event.logout = async () => deps.count('login_without_session');
    event.accepted = 0;
    return undefined;
  };

  const settle = async ({ tracked, tracker }: Passage): Promise<boolean> => {
    const outcomes = await Promise.allSettled([tracked?.delivered, tracker.flush()]);
    let lost = false;
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      lost = true;
      if (!(outcome.reason instanceof EventsNotDelivered)) {
        deps.count('middleware_failed');
        deps.log.error('the session middleware failed to deliver events', thrown(outcome.reason));
      }
    }
    return lost;
  };

  /**
   * The cookies of an answer. A request that took long may have been overtaken by a login of the same session: its cookies would put
   * back the ones of before, so that it asks once more.
   */
  const cookiesOf = async (passage: Passage): Promise<readonly string[]> => {
    const { request, site, may, told, tracked, attached, enteredAt } = passage;
    if (may !== 'yes') {
      const { removedCookies } = await import('./privacy/removedCookies.ts');
      return removedCookies(request.cookieHeader, site, told === false);
    }
    if (tracked === undefined || attached === undefined) return [];
    const { arrival } = tracked;
    const isChanged = attached !== tracked.attached;
    if (isChanged || attached.grace || arrival === undefined || deps.now() - enteredAt < overtakenAfterMs) {
      return tracked.cookiesOf(attached);
    }
    const { isOvertaken } = await import('./login/isOvertaken.ts');
    return tracked.cookiesOf({ ...attached, grace: await isOvertaken(deps, arrival, attached.session) });
  };

  /** With the consent that only the page has told: it goes where the identity goes. */
  const withConsent = async (
    { request, site, may, told }: Passage,
    cookies: readonly string[],
  ): Promise<readonly string[]> => {
    const isKept = may !== 'yes' || cookies.length === 0 || consentOfCookie(request) === true;
    if (site.privacy !== 'consent' || told !== true || isKept) return cookies;
    const { toldConsent } = await import('./privacy/toldConsent.ts');
    return [...cookies, toldConsent(site)];
  };

  const withIdentity = async (passage: Passage, answer: HttpAnswer): Promise<HttpAnswer> => {
    const { tracked, request } = passage;
    if (tracked?.servedView !== undefined) {
      const { addServedView } = await import('./privacy/servedView.ts');
      return addServedView(answer, tracked.servedView);
    }
    return addCookies(answer, await withConsent(passage, await cookiesOf(passage)), request.payload);
  };

  const leave = async (event: object, response: unknown): Promise<HttpAnswer | undefined> => {
    const passage = passages.get(event);
    if (passage === undefined) return undefined;
    passages.delete(event);
    const lost = await settle(passage);
    const { request, site } = passage;
    const mustSay = readEvents !== undefined && lost;
    // Without cookies: what a new session began with was lost too, and is told again with the events.
    const answer = mustSay ? refusalAnswer(unavailable) : await withIdentity(passage, asHttpAnswer(response));
    return addCors(answer, request.header('origin'), site);
  };

  return {
    before: async ({ event }) => {
      try {
        return await enter(event);
      } catch (error) {
        return failed(event, error);
      }
    },
    after: async (request) => {
      const answer = await leave(request.event, request.response);
      if (answer) request.response = answer;
    },
    onError: async (request) => {
      // The handler failed. What it tracked before is sent all the same; the answer is another middleware's to make.
      const answer = await leave(request.event, request.response ?? undefined);
      if (answer && request.response) request.response = answer;
    },
  };
};
