import type { SessionEvent, StoredEvent } from '../../../src/domain/events/event.ts';
import { MESSAGE_VERSION, type QueueMessage } from '../../../src/domain/events/message.ts';

const messageEvent = (event: StoredEvent): SessionEvent => {
  const { site, browser, visitor, session, sessionStartedAt, ...told } = event;
  return told;
};

/** The message that one request would have sent of these events, which are of one session, visitor and start. */
export const messageOf = (events: readonly [StoredEvent, ...StoredEvent[]]): QueueMessage => {
  const [{ session, site, browser, visitor, sessionStartedAt }] = events;
  return {
    v: MESSAGE_VERSION,
    session: { id: session, site, browser, visitor, startedAt: sessionStartedAt },
    events: events.map(messageEvent),
  };
};
