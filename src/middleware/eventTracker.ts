import { VERDICT_EVENTS } from '../domain/bots/verdictEvents.ts';
import { EVENT_TYPE, type EventProperties } from '../domain/events/event.ts';
import { propertyFault } from '../domain/events/propertyFault.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { HotSession } from '../domain/sessions/session.ts';
import { keepsNoCookies, type Site } from '../domain/site.ts';
import type { OwnedEvent } from './login/closeSession.ts';
import { messageOf, sessionEvent } from './messageOf.ts';
import type { ReportedEvent } from './ReportedEvent.ts';
import type { Deliver } from './SessionDependencies.ts';

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
const OURS: ReadonlySet<string> = new Set(['session_started', 'session_touched', ...VERDICT_EVENTS]);

export interface TrackOptions {
  /** The event's own id: a retry with the same one is stored once (`order:{orderId}`). Random without it. */
  readonly eventId?: string;
  /** The customer whom a server event is about; on a site that keeps no cookies it is not told whose an event is. */
  readonly customerId?: string;
}

/**
 * Tracks a custom or a server event of this request's session. It goes out with the request's other events, before the answer.
 * @throws TypeError where the type or the properties cannot be stored
 */
export type Track = (eventType: string, properties?: EventProperties, options?: TrackOptions) => void;

export interface EventTracker {
  readonly track: Track;
  /** Takes what a login or a logout tells along. */
  readonly add: (events: readonly OwnedEvent[]) => void;
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

/** @throws TypeError where it cannot be stored */
export const checkedCustomer = (customerId: string): CustomerId => {
  checkId('customerId', customerId);
  return customerId as CustomerId;
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

/** Amounts of another currency would be added to the site's as if they were its own. */
const checkCurrency = ({ currency }: Site, properties: EventProperties | undefined): void => {
  if (properties?.currency === currency) return;
  throw new TypeError(`footfall: an order's currency must be the site's, ${currency}`);
};

/** What a handler's `event.track` does: collects events, and sends them once the handler is done. */
export const createEventTracker = ({
  site,
  current,
  path,
  deliver,
  now,
  randomId,
  count,
}: {
  readonly site: Site;
  /** The session as it stands; absent where the request has none: what is tracked then has nowhere to go, and is dropped. */
  readonly current: () => HotSession | undefined;
  readonly path: string;
  readonly deliver: Deliver;
  readonly now: () => number;
  readonly randomId: () => string;
  readonly count: (what: string) => void;
}): EventTracker => {
  const owned: OwnedEvent[] = [];
  let tracked = 0;
  return {
    track: (eventType, properties, options) => {
      check(eventType, properties, options);
      if (eventType === 'order_completed') checkCurrency(site, properties);
      if (tracked >= MAX_EVENTS) throw new TypeError(`footfall: more than ${MAX_EVENTS} events tracked`);
      tracked += 1;
      const session = current();
      if (session === undefined) return count('event_without_session');
      const nowMs = now();
      const reported: ReportedEvent = {
        type: eventType,
        source: 'server',
        occurredAt: nowMs,
        path,
        ...(properties === undefined ? {} : { properties }),
        ...(options?.eventId === undefined ? {} : { eventId: options.eventId }),
        ...(options?.customerId === undefined || keepsNoCookies(site)
          ? {}
          : { customerId: options.customerId as CustomerId }),
      };
      owned.push({ session, event: sessionEvent(reported, { session, site, receivedAt: nowMs, randomId }) });
    },
    add: (events) => {
      owned.push(...events);
    },
    flush: async () => {
      const sent: Promise<void>[] = [];
      while (owned.length > 0) {
        const some = owned.splice(0, leading(owned));
        const [{ session }] = some as [OwnedEvent, ...OwnedEvent[]];
        sent.push(
          deliver(
            messageOf(
              session,
              some.map(({ event }) => event),
            ),
          ),
        );
      }
      await Promise.all(sent);
    },
  };
};

/** How many of the next events go in one message: of one session, and of one visitor. */
const leading = (owned: readonly OwnedEvent[]): number => {
  const first = owned[0]?.session;
  const other = owned.findIndex(
    ({ session }) => session.id !== first?.id || session.visitor !== first.visitor,
  );
  return Math.min(other < 0 ? owned.length : other, EVENTS_A_MESSAGE);
};
