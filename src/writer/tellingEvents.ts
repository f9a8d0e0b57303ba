import { ORDER_EVENTS, type StoredEvent } from '../domain/events/event.ts';
import type { AliasEvent } from '../ports/RecordStore.ts';

const ofOrders: ReadonlySet<string> = new Set(ORDER_EVENTS);

/** Events that tell of orders; a browser's word is none. */
export const orderEvents = (events: readonly StoredEvent[]): StoredEvent[] =>
  events.filter(({ source, type }) => source === 'server' && ofOrders.has(type));

/** Logins after which another visitor's sessions count for their own. */
export const aliasEvents = (events: readonly StoredEvent[]): AliasEvent[] =>
  events.filter(
    (event): event is AliasEvent =>
      event.source === 'server' &&
      event.type === 'customer_login' &&
      event.formerVisitor !== undefined &&
      event.formerVisitor !== event.visitor,
  );
