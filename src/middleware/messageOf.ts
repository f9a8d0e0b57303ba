import type { BotReason } from '../domain/bots/verdict.ts';
import type { VerdictEvent } from '../domain/bots/verdictEvents.ts';
import type { SessionEvent } from '../domain/events/event.ts';
import { MESSAGE_VERSION, type QueueMessage } from '../domain/events/message.ts';
import type { BrowserId, EventId, SiteId } from '../domain/ids.ts';
import { cleanText, pathOf, scrubReferrer, scrubUrl } from '../domain/metadata/url.ts';
import type { HotSession } from '../domain/sessions/session.ts';
import type { Site } from '../domain/site.ts';
import type { ReportedEvent } from './ReportedEvent.ts';

const MAX_TITLE_LENGTH = 300;

/** An event's id in the record: nobody can suppress another browser's event by guessing ids. */
export const eventIdOf = (site: SiteId, browser: BrowserId, id: string): EventId =>
  `${site}:${browser}:${id}` as EventId;

/** The event that makes a session; a client's ids hold no colon, so none of them can take its place. */
export const sessionStarted = (session: HotSession, nowMs: number): SessionEvent => ({
  id: eventIdOf(session.site, session.browser, `start:${session.id}:${session.startedAt}`),
  type: 'session_started',
  source: 'server',
  occurredAt: session.startedAt,
  receivedAt: nowMs,
  ...(session.customerId === undefined ? {} : { customerId: session.customerId }),
  ...(session.context ? { context: session.context } : {}),
});

/** The event that moves `lastSeenAt` in the record when a request tracked nothing. */
export const sessionTouched = (session: HotSession, nowMs: number): SessionEvent => ({
  id: eventIdOf(session.site, session.browser, `touch:${session.id}:${nowMs}`),
  type: 'session_touched',
  source: 'server',
  occurredAt: nowMs,
  receivedAt: nowMs,
});

/**
 * What a request that a session did not begin with tells against it: a page's script knows more than the document's request did. The
 * same reasons are the same event, told once a session however many requests tell it.
 */
export const botSigns = (
  session: HotSession,
  reasons: readonly BotReason[],
  nowMs: number,
): SessionEvent => ({
  id: eventIdOf(session.site, session.browser, `signs:${session.id}:${reasons.join('+')}`),
  type: 'bot_signs' satisfies VerdictEvent,
  source: 'server',
  occurredAt: nowMs,
  receivedAt: nowMs,
  properties: { reasons },
});

/** A reported event as the message carries it: identified, cleaned and scrubbed. */
export const sessionEvent = (
  reported: ReportedEvent,
  {
    session,
    site,
    receivedAt,
    randomId,
  }: {
    readonly session: HotSession;
    readonly site: Site;
    readonly receivedAt: number;
    readonly randomId: () => string;
  },
): SessionEvent => {
  const url = scrubUrl(reported.url, site.keptParameters);
  const referrer = scrubReferrer(reported.referrer, site.keptParameters);
  const path = pathOf(reported.path);
  return {
    id: eventIdOf(session.site, session.browser, reported.eventId ?? randomId()),
    type: reported.type,
    source: reported.source,
    occurredAt: reported.occurredAt,
    receivedAt,
    ...(path === undefined ? {} : { path }),
    ...(url === undefined ? {} : { url }),
    ...(reported.title === undefined ? {} : { title: cleanText(reported.title, MAX_TITLE_LENGTH) }),
    ...(referrer === undefined ? {} : { referrer }),
    ...(reported.engagedMs === undefined ? {} : { engagedMs: reported.engagedMs }),
    ...(reported.properties === undefined ? {} : { properties: reported.properties }),
    ...(reported.customerId === undefined ? {} : { customerId: reported.customerId }),
  };
};

/** One request's message. */
export const messageOf = (session: HotSession, events: readonly SessionEvent[]): QueueMessage => ({
  v: MESSAGE_VERSION,
  session: {
    id: session.id,
    site: session.site,
    browser: session.browser,
    visitor: session.visitor,
    startedAt: session.startedAt,
  },
  events,
});
