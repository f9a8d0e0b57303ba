import { keep, kept } from './tabStorage.ts';
import type { TrackedEvent } from './wire.ts';

const KEY = 'footfall_outbox';
/** Older ones give way: an endpoint that is down all day must not fill the shop's storage. */
const MAX_PENDING = 500;

export interface Outbox {
  /** Events that no answer has confirmed yet, oldest first. */
  pending(): readonly TrackedEvent[];
  add(event: TrackedEvent): void;
  /** Forgets events that the endpoint has stored, or will never take. */
  remove(events: readonly TrackedEvent[]): void;
  /** A page that comes back from the back/forward cache learns what other pages of the tab have sent meanwhile. */
  reload(): void;
  /** Forgets all, and leaves nothing in storage. */
  clear(): void;
}

/**
 * Events wait here until an answer confirms them: in memory, and in `sessionStorage` for the tab's next page.
 * Storage that throws or is full costs that copy only. It is changed, never overwritten: another tracker of the tab may share it.
 * @param cookieless in memory alone
 */
export const createOutbox = (cookieless: boolean): Outbox => {
  let pending = (!cookieless && kept<TrackedEvent>(KEY)) || [];
  const change = (to: (events: TrackedEvent[]) => TrackedEvent[]) => {
    pending = to(pending);
    if (!cookieless) keep(KEY, to(kept(KEY) ?? []));
  };
  return {
    pending: () => pending,
    add: (event) => change((events) => [...events, event].slice(-MAX_PENDING)),
    remove: (gone) =>
      change((events) => events.filter(({ eventId }) => !gone.some((event) => event.eventId === eventId))),
    reload: () => {
      if (!cookieless) pending = kept(KEY) ?? pending;
    },
    clear: () => {
      pending = [];
      keep(KEY);
    },
  };
};
