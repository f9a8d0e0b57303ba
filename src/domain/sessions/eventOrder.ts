import type { StoredEvent } from '../events/event.ts';

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By event time; then by what the server saw, then by id, so that the order is the same whoever sorts. */
export const byOccurrence = (a: StoredEvent, b: StoredEvent): number =>
  a.occurredAt - b.occurredAt || a.receivedAt - b.receivedAt || compareText(a.id, b.id);

/** In the order in which our server knew: what relabelling wrote last, then the server's clock, then the id. */
export const byKnowledge = (a: StoredEvent, b: StoredEvent): number =>
  (a.epoch ?? 0) - (b.epoch ?? 0) || a.receivedAt - b.receivedAt || compareText(a.id, b.id);

/** By the session's start as the sender knew it: parallel first requests may each have started it. */
export const byStart = (a: StoredEvent, b: StoredEvent): number =>
  a.sessionStartedAt - b.sessionStartedAt || compareText(a.id, b.id);

/** The greatest in an order, or `undefined` of none. */
export const greatest = <T>(items: Iterable<T>, compare: (a: T, b: T) => number): T | undefined => {
  let found: T | undefined;
  for (const item of items) if (found === undefined || compare(item, found) > 0) found = item;
  return found;
};
