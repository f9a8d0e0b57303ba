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
 * | `data-respect-gpc`, `data-respect-dnt` | do nothing at all where the browser refuses tracking |
 * | `data-debug` | say on the console what was dropped, and why |
 *
 * Events of the shop: `footfall.track('add_to_cart', { productId: 'p1', quantity: 1 })`. For calls before the script has loaded:
 *
 *     <script>window.footfall = window.footfall || ((q) => ({ queue: q, track: (...call) => q.push(call) }))([]);</script>
 */
import { onNavigation } from './navigation.ts';
import { createPageTracking } from './pageTracking.ts';
import { quiet } from './quiet.ts';
import { refusesTracking } from './refusesTracking.ts';
import { beaconTo, fetchPost } from './transport.ts';
import { whenActivated } from './whenActivated.ts';
import type { Properties, Warn } from './wire.ts';

type Track = (eventType: string, properties?: Properties) => void;

type Call = Parameters<Track>;
/** What the page calls: `window.footfall`. */
export interface Footfall {
  track: Track;
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
  const tracking = createPageTracking({
    post: fetchPost(endpoint),
    beacon: beaconTo(endpoint),
    site: options.site,
    pathNow: () => location.pathname + (isOn(options.hash) ? location.hash.replace(/\?.*/, '') : ''),
    warn,
  });
  if (options.auto !== 'false') {
    tracking.route();
    onNavigation(tracking.route);
  }
  footfall.track = tracking.track;
  const replay = (call: Call) => tracking.track(...call);
  queue.forEach(replay);
  queue.push = replay as typeof queue.push; // a page may have kept the stub's `track`
};

const queue = window.footfall?.queue ?? [];
const footfall: Footfall = window.footfall ?? { track: (...call) => queue.push(call) };
window.footfall = footfall;
if (!footfall.loaded) {
  footfall.loaded = true;
  if (refusesTracking({ respectGpc: isOn(options.respectGpc), respectDnt: isOn(options.respectDnt) })) {
    footfall.track = () => {};
  } else {
    whenActivated(quiet(warn, () => start(footfall, queue)));
  }
}
