/**
 * The tracker for a script tag:
 *
 *     <script async src="https://t.shop.example/tracker.js"></script>
 *
 * | attribute | |
 * |---|---|
 * | `data-endpoint` | where to post; default `/track` on the script's own origin |
 * | `data-site` | the site's id, where its origin does not tell |
 * | `data-auto="false"` | no page views by itself: the page calls `footfall.track('page_view')` |
 * | `data-hash` | the fragment is a part of the path (a router with `#/routes`) |
 * | `data-privacy="consent"` | nothing at all before `footfall.consent(true)` |
 * | `data-privacy="cookieless"` | keeps nothing with the browser |
 * | `data-respect-gpc`, `data-respect-dnt` | do nothing at all where the browser refuses tracking |
 * | `data-debug` | say on the console what was dropped, and why |
 *
 * Events of the shop: `footfall.track('add_to_cart', { productId: 'p1', quantity: 1 })`. For calls before the script has loaded:
 *
 *     <script>
 *       window.footfall =
 *         window.footfall ||
 *         ((q) => ({
 *           queue: q,
 *           track: (...call) => q.push(call),
 *           consent: (given) => (
 *             given === undefined || q.push([given]),
 *             given ?? /^(?!(.*; )?footfall_consent=0)(.*; )?footfall_consent=1/.test(document.cookie)
 *           ),
 *         }))([]);
 *     </script>
 */
import { createConsentedTracking, hasConsent } from './consentedTracking.ts';
import { onNavigation } from './navigation.ts';
import { quiet } from './quiet.ts';
import { refusesTracking } from './refusesTracking.ts';
import { beaconTo, fetchPost } from './transport.ts';
import { whenActivated } from './whenActivated.ts';
import type { Properties, Warn } from './wire.ts';

type Track = (eventType: string, properties?: Properties) => void;

type Consent = (given?: boolean) => boolean;

/** A call of `track`, or of `consent` with its word. */
type Call = Parameters<Track> | readonly [given: boolean];
/** What the page calls: `window.footfall`. */
export interface Footfall {
  track: Track;
  /** Gives or withdraws the visitor's consent, where the site asks for it; says whether there is any. */
  consent: Consent;
  /** Calls made before the tracker was ready. */
  queue?: Call[];
  loaded?: true;
}

declare global {
  interface Window {
    footfall?: Footfall;
  }
}

const script = document.currentScript as HTMLScriptElement | null;
const options = script?.dataset ?? {};
const isOn = (option = 'false'): boolean => option !== 'false';
const warn: Warn = (...what) => {
  // biome-ignore lint/suspicious/noConsole: the developer asked for it by data-debug
  if (isOn(options.debug)) console.warn('footfall:', ...what);
};

const start = (footfall: Footfall, queue: Call[]) => {
  const endpoint = options.endpoint ?? new URL('/track', script?.src || location.href).href;
  const auto = options.auto !== 'false';
  const tracking = createConsentedTracking({
    post: fetchPost(endpoint),
    beacon: beaconTo(endpoint),
    site: options.site,
    pathNow: () => location.pathname + (isOn(options.hash) ? location.hash.replace(/\?.*/, '') : ''),
    warn,
    privacy: options.privacy,
    auto,
  });
  if (auto) onNavigation(tracking.route);
  footfall.track = tracking.track;
  footfall.consent = tracking.consent;
  const replay = (call: Call) => {
    const [first, properties] = call;
    if (typeof first === 'string') tracking.track(first, properties);
    else tracking.consent(first);
  };
  queue.forEach(replay);
  queue.push = replay as typeof queue.push; // a page may have kept the stub's `track`
};

const queue = window.footfall?.queue ?? [];
const footfall: Footfall = window.footfall ?? { track: (...call) => queue.push(call), consent: hasConsent };
window.footfall = footfall;
if (!footfall.loaded) {
  footfall.loaded = true;
  if (refusesTracking({ respectGpc: isOn(options.respectGpc), respectDnt: isOn(options.respectDnt) })) {
    footfall.track = () => {};
    footfall.consent = () => false;
  } else {
    whenActivated(quiet(warn, () => start(footfall, queue)));
  }
}
