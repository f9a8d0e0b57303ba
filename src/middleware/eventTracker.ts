import { EVENT_TYPE, type EventProperties } from '../domain/events/event.ts';
import { propertyFault } from '../domain/events/propertyFault.ts';
import type { CustomerId } from '../domain/ids.ts';
import { messageOf, sessionEvent } from './messageOf.ts';
import type { ReportedEvent } from './ReportedEvent.ts';
import type { Deliver } from './SessionDependencies.ts';
import type { TrackedRequest } from './trackRequest.ts';

/** A server event's properties nest at most this deep: an order's list of items, each an object. */
const MAX_PROPERTY_DEPTH = 2;
const MAX_PROPERTIES_BYTES = 16_384;
/** The writer takes no more. */
const MAX_PROPERTIES = 1_000;
/** More events of one request than this are a programming error. */
const MAX_EVENTS = 50;
/** An event takes less than 20 kB: 16 of properties, and its path and ids; so these stay below a message's 200 kB. */
const EVENTS_A_MESSAGE = 10;

/** Events that only the middleware itself may track. */
const OURS: ReadonlySet<string> = new Set(['session_started', 'session_touched']);

export interface TrackOptions {
  /** The event's own id: a retry with the same one is stored once (`order:{orderId}`). Random without it. */
  readonly eventId?: string;
  /** The customer whom a server event is about. */
  readonly customerId?: string;
}

/**
 * Tracks a custom or a server event of this request's session. It goes out with the request's other events, before the answer.
 * @throws TypeError where the type or the properties cannot be stored
 */
export type Track = (eventType: string, properties?: EventProperties, options?: TrackOptions) => void;

export interface EventTracker {
  readonly track: Track;
  /** Sends what was tracked; rejects where it is lost. */
  flush(): Promise<void>;
}

/** Ids of the shop's own: an order's, a customer's. */
const ID = /^[^\p{Cc}\p{Cs}]+$/u;
const MAX_ID_LENGTH = 256;

const checkId = (name: keyof TrackOptions, id: string | undefined): void => {
  if (id === undefined) return;
  if (!ID.test(id) || id.length > MAX_ID_LENGTH || (name === 'eventId' && id.startsWith('start:'))) {
    throw new TypeError(
      `footfall: ${name} must be 1 to ${MAX_ID_LENGTH} characters, none of them a control character`,
    );
  }
};

const check = (eventType: string, properties?: EventProperties, options?: TrackOptions): void => {
  checkId('eventId', options?.eventId);
  checkId('customerId', options?.customerId);
  if (!EVENT_TYPE.test(eventType) || OURS.has(eventType)) {
    throw new TypeError(`footfall: "${eventType}" cannot be tracked as an event type`);
  }
  if (properties === undefined) return;
  const fault = propertyFault(properties, { field: 'properties', maxDepth: MAX_PROPERTY_DEPTH });
  if (fault) throw new TypeError(`footfall: ${fault.field} ${fault.message}`);
  if (Object.keys(properties).length > MAX_PROPERTIES) {
    throw new TypeError(`footfall: more than ${MAX_PROPERTIES} properties`);
  }
  if (Buffer.byteLength(JSON.stringify(properties)) > MAX_PROPERTIES_BYTES) {
    throw new TypeError(`footfall: properties take more than ${MAX_PROPERTIES_BYTES} bytes`);
  }
};

/** What a handler's `event.track` does: collects events, and sends them once the handler is done. */
export const createEventTracker = ({
  tracked,
  path,
  deliver,
  now,
  randomId,
  count,
}: {
  /** Absent where the request has no session: what is tracked then has nowhere to go, and is dropped. */
  readonly tracked: TrackedRequest | undefined;
  readonly path: string;
  readonly deliver: Deliver;
  readonly now: () => number;
  readonly randomId: () => string;
  readonly count: (what: string) => void;
}): EventTracker => {
  const events: ReportedEvent[] = [];
  return {
    track: (eventType, properties, options) => {
      check(eventType, properties, options);
      if (events.length >= MAX_EVENTS)
        throw new TypeError(`footfall: more than ${MAX_EVENTS} events tracked`);
      events.push({
        type: eventType,
        source: 'server',
        occurredAt: now(),
        path,
        ...(properties === undefined ? {} : { properties }),
        ...(options?.eventId === undefined ? {} : { eventId: options.eventId }),
        ...(options?.customerId === undefined ? {} : { customerId: options.customerId as CustomerId }),
      });
    },
    flush: async () => {
      if (events.length === 0) return;
      if (tracked === undefined) return count('event_without_session');
      const { session, site } = tracked;
      const receivedAt = now();
      const sent: Promise<void>[] = [];
      while (events.length > 0) {
        const some = events.splice(0, EVENTS_A_MESSAGE);
        const identified = some.map((event) => sessionEvent(event, { session, site, receivedAt, randomId }));
        sent.push(deliver(messageOf(session, identified)));
      }
      await Promise.all(sent);
    },
  };
};
