import { type CookieJar, type DOMWindow, JSDOM } from 'jsdom';
import { vi } from 'vitest';
import type { Footfall } from '../../web/tracker/tracker.ts';
import { buildTracker } from './buildTracker.ts';
import type { Endpoint } from './endpoint.ts';

export interface PageOptions {
  readonly endpoint: Endpoint;
  readonly url?: string;
  readonly referrer?: string;
  readonly title?: string;
  /** The script tag's attributes. */
  readonly attributes?: string;
  /** Cookies shared with the browser's other pages. */
  readonly cookies?: CookieJar;
  /** The page before in the same tab, whose `sessionStorage` this one goes on with. */
  readonly after?: { readonly window: Pick<DOMWindow, 'sessionStorage'> };
  /** Runs before any script of the page. */
  readonly before?: (window: DOMWindow) => void;
}
export type Page = Awaited<ReturnType<typeof openPage>>;

const script = await buildTracker();

/** `AbortSignal.timeout` on the test's clock. */
const abortIn = (ms: number): AbortSignal => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new DOMException('too late', 'TimeoutError')), ms);
  return controller.signal;
};

/** Opens a page with the tracker on it, as built, in a window of its own on the test's (fake) clock. */
export const openPage = async ({
  endpoint,
  url = 'https://shop.example/',
  referrer,
  title = 'Shop',
  attributes = '',
  cookies,
  after,
  before,
}: PageOptions) => {
  let hidden = false;
  let focused = true;
  let frozen = false;
  let thawing: (() => void)[] = [];
  const errors: unknown[] = [];
  const { window } = new JSDOM(`<title>${title}</title><script ${attributes}>${script}</script>`, {
    url,
    ...(referrer !== undefined && { referrer }),
    ...(cookies && { cookieJar: cookies }),
    runScripts: 'dangerously',
    beforeParse: (window) => {
      Object.assign(window, {
        fetch: endpoint.fetch,
        setTimeout: (run: () => void, ms: number) =>
          setTimeout(() => (frozen ? thawing.push(run) : run()), ms),
        clearTimeout,
        Date,
        AbortSignal: { timeout: abortIn },
        isSecureContext: url.startsWith('https:'),
      });
      Object.defineProperty(window, 'performance', { value: globalThis.performance });
      Object.defineProperty(window.navigator, 'sendBeacon', {
        value: endpoint.sendBeacon,
        configurable: true,
      });
      Object.defineProperty(window.document, 'hidden', { get: () => hidden });
      Object.defineProperty(window.document, 'hasFocus', { value: () => focused });
      if (after) {
        const before = after.window.sessionStorage;
        for (const key of Object.keys(before)) window.sessionStorage.setItem(key, before.getItem(key) ?? '');
      }
      window.addEventListener('error', (event) => errors.push(event.error));
      before?.(window);
    },
  });

  const setHidden = (to: boolean) => {
    hidden = to;
    window.document.dispatchEvent(new window.Event('visibilitychange', { bubbles: true }));
  };
  const transition = (type: 'pagehide' | 'pageshow', persisted: boolean) =>
    window.dispatchEvent(new window.PageTransitionEvent(type, { persisted }));
  const footfall = (): Footfall => {
    if (!window.footfall) throw new Error('the tracker did not start');
    return window.footfall;
  };
  const page = {
    window,
    track: ((...call) => footfall().track(...call)) as Footfall['track'],
    /** Errors that reached the page: there must never be one. */
    errors,
    push: (path: string) => window.history.pushState({}, '', path),
    hide: () => setHidden(true),
    show: () => setHidden(false),
    focus: (to: boolean) => {
      focused = to;
      window.dispatchEvent(new window.Event(to ? 'focus' : 'blur'));
    },
    /** Goes away, as browsers tell it: pagehide, then hidden. Its timers stand still. */
    leave: () => {
      transition('pagehide', true);
      vi.advanceTimersByTime(5);
      setHidden(true);
      frozen = true;
    },
    /** Comes back from the back/forward cache. */
    comeBack: () => {
      frozen = false;
      setHidden(false);
      vi.advanceTimersByTime(5);
      transition('pageshow', true);
      for (const run of thawing) run();
      thawing = [];
    },
    /** Lets timers and answers of so many milliseconds happen. */
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
  await page.pass(100);
  return page;
};
