import type { SessionEvent } from '../../domain/events/event.ts';
import { secretAfter } from '../../domain/identity/secretAfter.ts';
import { generationOf } from '../../domain/identity/sessionSecret.ts';
import type { HotSession } from '../../domain/sessions/session.ts';
import { eventIdOf, sessionStarted } from '../messageOf.ts';
import type { SessionDependencies } from '../SessionDependencies.ts';
import type { Arrival } from '../session/Arrival.ts';
import { tryChange } from '../session/askStores.ts';
import { beginUnrelated, followSession } from '../session/createSession.ts';

/** An event on its way to the record, and the session that it is of. */
export interface OwnedEvent {
  readonly session: HotSession;
  readonly event: SessionEvent;
}

/** What a login or a logout made of a session. */
export interface ChangedSession {
  readonly session: HotSession;
  readonly events: readonly OwnedEvent[];
}

/**
 * Ends a session: its secret becomes one that no cookie holds; requests under way have their minute. One that another login or logout
 * has changed meanwhile is left to that.
 */
export const closeSession = async (
  deps: SessionDependencies,
  { site, nowMs }: Arrival,
  session: HotSession,
): Promise<readonly OwnedEvent[]> => {
  const secret = secretAfter(deps.keys[0], { session: session.id, secret: session.secret, event: 'logout' });
  const patch = { secret, formerSecret: session.secret, secretChangedAt: nowMs, closed: true } as const;
  const changed = await tryChange(deps, {
    site: site.id,
    browser: session.browser,
    sessionId: session.id,
    nowMs,
    patch,
    fromSecret: session.secret,
  });
  if (changed?.outcome === 'differs' && !isBehind(changed.now, session)) return [];
  const event: SessionEvent = {
    id: eventIdOf(site.id, session.browser, `logout:${session.id}:${secret}`),
    type: 'customer_logout',
    source: 'server',
    occurredAt: nowMs,
    receivedAt: nowMs,
    ...(session.customerId === undefined ? {} : { customerId: session.customerId }),
    secret,
    formerSecret: session.secret,
  };
  return [{ session, event }];
};

/** Whether a store has lost what a signed cookie proves: a login after the last one that it knows of. */
export const isBehind = (stored: Pick<HotSession, 'secret'>, { secret }: HotSession): boolean =>
  generationOf(stored.secret) < generationOf(secret);

/** A new session of the same browser, that nobody has logged in to. */
export const beginNext = async (
  deps: SessionDependencies,
  arrival: Arrival,
  { browser, visitor, id }: HotSession,
): Promise<ChangedSession> => {
  const uncounted = { ...arrival, pageViews: 0, events: 0, customer: undefined };
  const followed = await followSession(deps, uncounted, { browser, visitor, session: id });
  const isTaken = followed.grace === true || generationOf(followed.session.secret) > 0;
  const session = isTaken
    ? (await beginUnrelated(deps, uncounted, { browser, visitor })).session
    : followed.session;
  return { session, events: [{ session, event: sessionStarted(session, arrival.nowMs) }] };
};
