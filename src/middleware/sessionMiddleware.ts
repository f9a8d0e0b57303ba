import type { MiddlewareObj } from '@middy/core';
import type { HotSession } from '../domain/sessions/session.ts';
import type { Site } from '../domain/site.ts';
import { thrown } from '../ports/Log.ts';
import { addCors, corsHeaders, preflightAnswer } from './cors.ts';
import { EventsNotDelivered } from './createDelivery.ts';
import { createEventTracker, type EventTracker, type Track } from './eventTracker.ts';
import { addCookies, asHttpAnswer, type HttpAnswer, type Refusal, refusalAnswer } from './HttpAnswer.ts';
import { type HttpEvent, type HttpRequest, readHttpRequest } from './HttpRequest.ts';
import type { PageViews } from './pageView.ts';
import type { ReportedEvent } from './ReportedEvent.ts';
import { type AskedSite, resolveSite, siteOfRefused } from './resolveSite.ts';
import type { SessionDependencies } from './SessionDependencies.ts';
import { type TrackedRequest, trackRequest } from './trackRequest.ts';

/** The session as a handler sees it. */
export type AttachedSession = HotSession & {
  /** Whether this very request began it. */
  readonly isNew: boolean;
};

/** What the middleware puts on a handler's event. */
export interface WithSession {
  /** Absent where the visitor must not be tracked, or where the middleware itself failed: a handler works without it. */
  session?: AttachedSession;
  track: Track;
  /** How many events of the request's own body are on their way; 0 for every request but a tracking one. */
  accepted: number;
}

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
    }
  | { readonly ok: false; readonly refusal: Refusal };

export interface SessionMiddlewareOptions {
  /** What counts as a page view. Default `auto`. */
  readonly pageViews?: PageViews;
  /** The site, where the handler serves one alone. */
  readonly site?: string;
  /** Whether the handler reads more of the session than its ids. Default true. */
  readonly needsDetails?: boolean;
  /** For `/track`: the request's body is events, and an answer that lost them must say so. */
  readonly readEvents?: ReadEvents;
}

/** What one request carries from `before` to `after`. */
interface Passage {
  readonly request: HttpRequest;
  readonly site: Site;
  readonly tracked: TrackedRequest | undefined;
  readonly tracker: EventTracker;
}

const NO_EVENTS = { ok: true, events: [], site: undefined, nonce: undefined } as const;
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
  const { pageViews = 'auto', needsDetails = true, readEvents } = options;
  const passages = new WeakMap<object, Passage>();

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

    const tracked = await trackRequest(deps, {
      request,
      site: resolved.site,
      nowMs,
      pageViews,
      events: said.events,
      nonce: said.nonce,
      needsDetails,
    });
    // Awaited in `leave`; until then its rejection is known to somebody.
    tracked?.delivered.catch(() => undefined);
    const tracker = createEventTracker({
      tracked,
      path: request.path,
      deliver: deps.deliver,
      now: deps.now,
      randomId: deps.randomId,
      count: deps.count,
    });
    passages.set(event, { request, site: resolved.site, tracked, tracker });
    if (tracked) event.session = { ...tracked.session, isNew: tracked.origin === 'created' };
    event.track = tracker.track;
    event.accepted = tracked ? said.events.length : 0;
    return undefined;
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

  const leave = async (event: object, response: unknown): Promise<HttpAnswer | undefined> => {
    const passage = passages.get(event);
    if (passage === undefined) return undefined;
    passages.delete(event);
    const lost = await settle(passage);
    const { request, site, tracked } = passage;
    const mustSay = readEvents !== undefined && lost;
    // Without cookies: what a new session began with was lost too, and is told again with the events.
    const answer = mustSay
      ? refusalAnswer(unavailable)
      : addCookies(asHttpAnswer(response), tracked?.cookies ?? [], request.payload);
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
