import type { StoredEvent } from '../domain/events/event.ts';
import type { SessionKey } from '../ports/RecordStore.ts';

const nameOf = ({ site, browser, id }: SessionKey): string => JSON.stringify([site, browser, id]);

/** The sessions among these, each once. */
export const distinctSessions = (keys: readonly SessionKey[]): SessionKey[] => [
  ...new Map(keys.map((key) => [nameOf(key), key])).values(),
];

/** The events of each of these sessions; an event of another session is left out. */
export const groupBySession = (
  keys: readonly SessionKey[],
  events: readonly StoredEvent[],
): { readonly key: SessionKey; readonly events: readonly StoredEvent[] }[] => {
  const groups = new Map(keys.map((key) => [nameOf(key), { key, events: [] as StoredEvent[] }]));
  for (const event of events) {
    groups.get(nameOf({ site: event.site, browser: event.browser, id: event.session }))?.events.push(event);
  }
  return [...groups.values()];
};
