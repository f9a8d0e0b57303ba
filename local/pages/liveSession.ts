import { hash } from 'node:crypto';
import type { StoredEvent } from '../../src/domain/events/event.ts';
import { byOccurrence } from '../../src/domain/sessions/eventOrder.ts';
import type { SessionRecord } from '../../src/domain/sessions/session.ts';
import type { LiveEvent, LiveSession } from '../../web/start/wire.ts';
import { shortId } from '../shortId.ts';

/** The page of live sessions shows no more of one session. */
const MAX_EVENTS = 40;

/** The fields of an object that have a value. */
const given = <T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** An event's id holds its browser's, which is a visitor's: the page needs only to tell one event from another. */
const blurred = (id: string): string => hash('sha256', id, 'base64url').slice(0, 12);

const liveEvent = (event: StoredEvent): LiveEvent => {
  const { type, source, occurredAt, path, engagedMs, properties } = event;
  return given<LiveEvent>({
    id: blurred(event.id),
    type,
    source,
    at: occurredAt,
    path,
    engagedMs,
    properties,
  });
};

/** Among events of one instant: a page is left before the next one is viewed. */
const rank = ({ type }: StoredEvent): number => Number(type !== 'page_leave');

/** As things happened, but that a session starts comes first: the browser's clock may have its page view before. */
const asTold = (a: StoredEvent, b: StoredEvent): number =>
  Number(b.type === 'session_started') - Number(a.type === 'session_started') ||
  a.occurredAt - b.occurredAt ||
  rank(a) - rank(b) ||
  byOccurrence(a, b);

/** A session of the record as the page of live sessions shows it: ids cut short, no address, no secret. */
export const liveSession = (
  session: SessionRecord,
  events: readonly StoredEvent[],
  { yours }: { readonly yours: boolean },
): LiveSession =>
  given<LiveSession>({
    id: shortId(session.id),
    visitor: shortId(session.visitor),
    yours,
    startedAt: session.startedAt,
    durationMs: session.durationMs,
    pageViews: session.pageViews,
    landingPage: session.landingPage,
    exitPage: session.exitPage,
    referrer: session.referrerHost,
    channel: session.channel,
    device: session.device,
    newVisitor: session.newBrowser,
    bounce: session.bounce,
    bot: session.bot?.bot ?? false,
    eventCount: events.length,
    events: [...events].sort(asTold).slice(-MAX_EVENTS).reverse().map(liveEvent),
  });
