import { batchOf, bytesOf } from './batchOf.ts';
import type { Nonce } from './nonce.ts';
import { createOutbox } from './outbox.ts';
import { retryDelay } from './retryDelay.ts';
import {
  type Answer,
  type Beacon,
  MAX_EVENTS_BYTES,
  MAX_POST_EVENTS,
  type PostEvents,
  type TrackedEvent,
  type TrackPost,
  type Warn,
} from './wire.ts';

/** Answers that no retry will change. */
const REFUSALS = [400, 403, 413, 415];
const BAD_BATCH = 400;
const NO_ANSWER: Answer = { status: 0, retryAfterMs: 0 };

export interface Delivery {
  add(event: TrackedEvent): void;
  /** Posts what is pending, one post at a time, unless the endpoint has asked us to wait. */
  send(): void;
  /** The page may be gone in a moment: what is pending goes as a beacon. */
  sendLast(): void;
  /** After the back/forward cache. */
  reload(): void;
  /** For good; what is pending is forgotten. */
  stop(): void;
}

/**
 * Brings events to the endpoint. Only an answer takes them out of the outbox: 2xx as stored, 400, 403, 413 and 415 as refused.
 * All else, and no answer, is retried with the same ids: with the next event, when the browser is online again, on the tab's next page,
 * and after 1 s, 2 s, 4 s … 5 min, or `Retry-After`. A batch refused with 400 is halved until the bad event is alone, so that it takes no other with it.
 * A beacon has no answer, so its events stay, and travel once more with the next post, if there is one.
 */
export const createDelivery = ({
  post,
  beacon,
  nonce,
  site,
  cookieless,
  warn,
}: {
  post: PostEvents;
  beacon: Beacon;
  nonce: Nonce;
  site: string | undefined;
  cookieless: boolean;
  warn: Warn;
}): Delivery => {
  const outbox = createOutbox(cookieless);
  let inFlight: readonly TrackedEvent[] = [];
  let failures = 0;
  let maxEvents = MAX_POST_EVENTS;
  let held = false;
  let stopped = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const postOf = (events: readonly TrackedEvent[]): TrackPost => ({
    events,
    nonce: nonce.current(),
    site,
    sentAt: Date.now(),
    automation: navigator.webdriver,
  });

  const retryAfter = (askedMs: number) => {
    held = askedMs > 0;
    clearTimeout(retry);
    retry = setTimeout(
      () => {
        held = false;
        send();
      },
      retryDelay(failures++, askedMs),
    );
  };

  const send = async () => {
    const pending = outbox.pending();
    if (inFlight.length > 0 || pending.length === 0 || held || stopped) return;
    const events = batchOf(pending, maxEvents);
    inFlight = events;
    const { status, retryAfterMs } = await post(postOf(events)).catch(() => NO_ANSWER);
    inFlight = [];
    if (stopped) return;
    if (status === BAD_BATCH && events.length > 1) {
      maxEvents = events.length >> 1;
    } else {
      if (REFUSALS.includes(status)) warn('refused', status, events);
      else if (status >= 200 && status < 300) nonce.answered();
      else return retryAfter(retryAfterMs);
      outbox.remove(events);
      failures = 0;
      maxEvents = MAX_POST_EVENTS;
    }
    send();
  };

  return {
    add: (event) => {
      if (bytesOf(event) > MAX_EVENTS_BYTES) return warn('too large', event);
      outbox.add(event);
    },
    send,
    sendLast: () => {
      // The newest of them: what does not fit is old, and in storage.
      const newestFirst = outbox
        .pending()
        .filter((event) => !inFlight.includes(event))
        .reverse();
      if (!beacon(postOf([...batchOf(newestFirst, MAX_POST_EVENTS)].reverse()))) send();
    },
    reload: outbox.reload,
    stop: () => {
      stopped = true;
      clearTimeout(retry);
      outbox.clear();
    },
  };
};
