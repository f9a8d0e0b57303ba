import type { SessionEvent } from '../domain/events/event.ts';

/** An event before its session is known: what a client's body, a document request or a handler says happened. */
export interface ReportedEvent
  extends Pick<
    SessionEvent,
    'type' | 'source' | 'occurredAt' | 'path' | 'title' | 'engagedMs' | 'properties' | 'customerId'
  > {
  /** The reporter's own id; made of a random one where there is none. */
  readonly eventId?: string;
  /** Not scrubbed yet. */
  readonly url?: string;
  /** Not scrubbed yet. */
  readonly referrer?: string;
}
