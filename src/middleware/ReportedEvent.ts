import type { EventProperties, EventSource } from '../domain/events/event.ts';
import type { CustomerId } from '../domain/ids.ts';

/** An event before its session is known: what a client's body, a document request or a handler says happened. */
export interface ReportedEvent {
  /** The reporter's own id; made of a random one where there is none. */
  readonly eventId?: string;
  readonly type: string;
  readonly source: EventSource;
  readonly occurredAt: number;
  readonly path?: string;
  /** Not scrubbed yet. */
  readonly url?: string;
  readonly title?: string;
  /** Not scrubbed yet. */
  readonly referrer?: string;
  readonly engagedMs?: number;
  readonly properties?: EventProperties;
  readonly customerId?: CustomerId;
}
