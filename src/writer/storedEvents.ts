import type { StoredEvent } from '../domain/events/event.ts';
import type { QueueMessage } from '../domain/events/message.ts';

/** A message's events as the record keeps them: each with the session it belongs to. */
export const storedEvents = ({ session, events }: QueueMessage): StoredEvent[] =>
  events.map((event) => ({
    ...event,
    site: session.site,
    browser: session.browser,
    visitor: session.visitor,
    session: session.id,
    sessionStartedAt: session.startedAt,
  }));
