import { createDelivery } from './delivery.ts';
import { createEngagement } from './engagement.ts';
import { createNonce, NO_NONCE } from './nonce.ts';
import { type On, quiet, quietListening } from './quiet.ts';
import { randomHex } from './randomHex.ts';
import { takeServedView } from './servedView.ts';
import type { Beacon, PostEvents, Properties, TrackedEvent, Warn } from './wire.ts';

/** A router changes the address first, and the title when it renders. */
const TITLE_SETTLES_MS = 50;
/** It comes on top of an event that was measured without it. */
const MAX_TITLE_LENGTH = 300;

export interface PageTracking {
  /** The path may have changed: a page view, unless it is the path that was viewed last. */
  route(): void;
  /** Something happened on the page. `page_view` by name is a page view, whatever the path. */
  track(eventType: string, properties?: Properties): void;
  /** Ends it for good, and leaves nothing behind: no cookie of the script's, nothing in storage. */
  stop(): void;
}

export interface PageTrackingOptions {
  readonly post: PostEvents;
  readonly beacon: Beacon;
  readonly site: string | undefined;
  /** The path of the page as it is now. */
  readonly pathNow: () => string;
  readonly warn: Warn;
  /** Asked before each step: where it says no, the step is not taken. */
  readonly mayTrack: () => boolean;
  /** Keeps nothing with the browser, not for a moment. */
  readonly cookieless: boolean;
}

/**
 * Follows one page from its first view to its last leave. The script and the React hook differ only in how they learn of routes.
 * A page's leave travels in the next view's post; only when the page is hidden or goes away does it leave as a beacon.
 * Should the page come back, its use since then is told by the next leave: leaves carry what no earlier one told, and add up.
 * No method throws, and no listener: what goes wrong here is told to `warn` and is not the page's concern.
 */
export const createPageTracking = ({
  post,
  beacon,
  site,
  pathNow,
  warn,
  mayTrack,
  cookieless,
}: PageTrackingOptions): PageTracking => {
  let stopped = false;
  const allowed =
    <Args extends unknown[]>(run: (...args: Args) => void) =>
    (...args: Args) => {
      if (!stopped && mayTrack()) run(...args);
    };
  const on: On = (type, listener) => quietListening(warn)(type, allowed(listener));
  const nonce = cookieless ? NO_NONCE : createNonce();
  const takeEngagedMs = createEngagement(on);
  const delivery = createDelivery({ post, beacon, nonce, site, cookieless, warn });
  let view: TrackedEvent | undefined;
  let left = false;
  /** Set while something waits to be sent. */
  let timer: ReturnType<typeof setTimeout> | undefined;

  const add = (eventType: string, details: Partial<TrackedEvent>): TrackedEvent => {
    const event = {
      eventType,
      eventId: randomHex(),
      occurredAt: Date.now(),
      path: pathNow(),
      url: location.href.replace(/#.*/, ''), // fragments may hold tokens
      ...details,
    };
    delivery.add(event);
    return event;
  };

  const settleTitle = () => {
    if (view) view.title ??= document.title.slice(0, MAX_TITLE_LENGTH);
  };

  /** Sends in one post what happens until then; what has waited longest says when. */
  const sendIn = (delayMs: number) => {
    timer ||= setTimeout(
      allowed(() => {
        timer = undefined;
        settleTitle();
        delivery.send();
      }),
      delayMs,
    );
  };

  /** Whether there was something to tell. */
  const leave = (): boolean => {
    const engagedMs = takeEngagedMs();
    if (!view || (left && !engagedMs)) return false;
    settleTitle();
    add('page_leave', { path: view.path, url: view.url, engagedMs });
    left = true;
    return true;
  };

  const show = (details: Pick<TrackedEvent, 'referrer' | 'properties'>) => {
    leave();
    const servedId = view ? undefined : takeServedView();
    sendIn(view ? TITLE_SETTLES_MS : 0);
    view = add('page_view', { ...(servedId && { eventId: servedId }), ...details });
    left = false;
  };
  const cameFrom = () => ({ referrer: view ? view.url : document.referrer });

  const hide = () => {
    if (!leave() && !timer) return; // a page that goes away tells it twice
    clearTimeout(timer);
    timer = undefined;
    delivery.sendLast();
  };
  on('pagehide', hide);
  on('visibilitychange', () => {
    if (document.hidden) hide();
    else nonce.current();
  });
  on('pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted) return;
    delivery.reload();
    nonce.current();
    takeEngagedMs(); // the moment since it became visible is no stay of its own
    // Seen again, after who knows which page: a view without referrer.
    if (view) show({});
  });
  on('online', delivery.send);
  sendIn(0); // what the tab's last page left behind

  return {
    route: quiet(
      warn,
      allowed(() => {
        if (view?.path !== pathNow()) show(cameFrom());
      }),
    ),
    track: quiet(
      warn,
      allowed((eventType: string, properties?: Properties) => {
        // As they are now: the page may go on to change them.
        const details = properties && { properties: JSON.parse(JSON.stringify(properties)) as Properties };
        if (eventType === 'page_view') return show({ ...cameFrom(), ...details });
        add(eventType, { ...details });
        sendIn(0);
      }),
    ),
    stop: () => {
      stopped = true;
      delivery.stop();
      nonce.forget();
    },
  };
};
