import { setTimeout as sleep } from 'node:timers/promises';
import { JSDOM } from 'jsdom';

/** Longer than a tracker waits for a page to settle. */
const SETTLED_MS = 400;

/**
 * The bodies that a tracker posts of one visit: a landing from a newsletter, a product, a cart, a second page, and its end.
 * @param script as a release serves it
 * @param nowMs what the page's clock says
 * @param options.cookies that the page's server has set
 */
export const trackerBodies = async (
  script: string,
  nowMs: number,
  { cookies = [] }: { readonly cookies?: readonly string[] } = {},
): Promise<string[]> => {
  const bodies: string[] = [];
  const { window } = new JSDOM(`<title>Shoes</title><script>${script}</script>`, {
    url: 'https://shop.example/shoes?utm_source=newsletter&utm_medium=email&utm_campaign=november',
    referrer: 'https://search.example/',
    runScripts: 'dangerously',
    beforeParse: (page) => {
      for (const cookie of cookies) page.document.cookie = cookie;
      const clock = class extends Date {
        static override now = (): number => nowMs;
      };
      Object.assign(page, {
        Date: clock,
        isSecureContext: true,
        fetch: async (_: string, { body }: { body: string }) => {
          bodies.push(body);
          return new Response('{}', { status: 200 });
        },
      });
      Object.defineProperty(page.navigator, 'sendBeacon', {
        value: (_: string, body: string) => bodies.push(body) > 0,
      });
    },
  });
  const { footfall } = window;
  if (footfall === undefined) throw new Error('the tracker did not start');
  await sleep(SETTLED_MS);
  const red = { productId: 'red-runners', priceMinor: 8_900 };
  footfall.track('product_view', red);
  footfall.track('add_to_cart', { ...red, quantity: 1, cartValueMinor: 8_900 });
  window.history.pushState({}, '', '/cart');
  await sleep(SETTLED_MS);
  window.dispatchEvent(new window.PageTransitionEvent('pagehide', { persisted: false }));
  await sleep(SETTLED_MS);
  window.close();
  return bodies;
};
