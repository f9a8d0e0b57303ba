import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { type ConsentedTracking, createConsentedTracking, hasConsent } from '../tracker/consentedTracking.ts';
import { quiet } from '../tracker/quiet.ts';
import { type PrivacyOptions, refusesTracking } from '../tracker/refusesTracking.ts';
import { beaconTo, fetchPost } from '../tracker/transport.ts';
import { whenActivated } from '../tracker/whenActivated.ts';
import type { Properties, Warn } from '../tracker/wire.ts';
import { clientBeacon, clientPost, type TrackingClient } from './clientTransport.ts';

/** How the page is tracked; read at the first use, for there is one tracking a page. */
export interface UsePageTrackingOptions extends PrivacyOptions {
  /** Where to post. Default: `/track` on the page's own origin. With a client, as the client takes it. */
  readonly endpoint?: string;
  /** The shop's own axios instance, to post by. Default: `fetch` with cookies. */
  readonly client?: TrackingClient;
  /** The site's id, where its origin does not tell. */
  readonly site?: string;
  /** As the site is set: `consent` does nothing at all before `consent(true)`; `cookieless` keeps nothing with the browser. */
  readonly privacy?: 'consent' | 'cookieless';
  /** Say on the console what was dropped, and why. */
  readonly debug?: boolean;
}

/** The page's one tracking, and what was asked of it before it was there. */
let tracking: ConsentedTracking | undefined;
let early: ((tracking: ConsentedTracking) => void)[] | undefined = [];
let path = '';

const start = ({
  endpoint = '/track',
  client,
  site,
  debug,
  privacy,
  ...refusals
}: UsePageTrackingOptions) => {
  const calls = early ?? [];
  early = undefined;
  if (refusesTracking(refusals)) return;
  const warn: Warn = (...what) => {
    // biome-ignore lint/suspicious/noConsole: the developer asked for it by `debug`
    if (debug) console.warn('footfall:', ...what);
  };
  quiet(warn, () => {
    const started = createConsentedTracking({
      post: client ? clientPost(client, endpoint) : fetchPost(endpoint),
      beacon: client ? clientBeacon(client, endpoint) : beaconTo(endpoint),
      site,
      pathNow: () => path,
      warn,
      privacy,
      auto: true,
    });
    tracking = started;
    for (const call of calls) call(started);
  })();
};

/**
 * Tracks a page view on every route change of React Router, as `tracker.js` does for a script tag, and in its stead: a page has one or the other.
 * Call it once, in the component that stays: `App` or the layout. Repeated effects (StrictMode) and a change of the query alone count nothing.
 * Leaves, engaged time, retries, the nonce, the back/forward cache and prerendering are the tracker's own.
 *
 * The page's first view is sent by the first effect. Where the session middleware served the page itself, and has counted it, it left
 * the view's id in the cookie `footfall_pv`: the first view takes that id, and is stored once.
 *
 * @example
 * usePageTracking();
 * usePageTracking({ client: api, endpoint: '/analytics/track' }); // the shop's axios instance, withCredentials: true
 */
export const usePageTracking = (options: UsePageTrackingOptions = {}): void => {
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the options are read once, and are a new object at every render
  useEffect(() => {
    path = pathname;
    if (!early) tracking?.route();
    else whenActivated(() => early && start(options)); // a repeated effect waits for activation as well
  }, [pathname]);
};

/** Tracks an event of the shop's own, `track('add_to_cart', { productId: 'p1', quantity: 1 })`; before the first page view it waits for that. */
export const track = (eventType: string, properties?: Properties): void => {
  if (early) early.push((started) => started.track(eventType, properties));
  else tracking?.track(eventType, properties);
};

/**
 * Gives or withdraws the visitor's consent, where the site asks for it: `consent(true)` sets the cookie `footfall_consent` and tracks the
 * page one is on, `consent(false)` takes away all cookies and what is in storage. Without an argument it changes nothing.
 * @returns whether there is consent
 */
export const consent = (given?: boolean): boolean => {
  if (!early) return tracking ? tracking.consent(given) : hasConsent();
  if (given !== undefined) early.push((started) => void started.consent(given));
  return given ?? hasConsent();
};
