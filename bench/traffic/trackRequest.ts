import { randomBytes } from 'node:crypto';
import { CHROME } from '../../test/support/apiGatewayEvents.ts';
import { SHOP_ORIGIN } from './site.ts';

export const TRACK_PATH = '/track';
/** What every server answers a tracked page view with. */
export const TRACK_ANSWER = '{"ok":true,"accepted":1}';

/** What Chrome 142 sends with the tracker's `fetch`. */
export const BROWSER_HEADERS: { readonly [name: string]: string } = {
  host: 'shop.example',
  'content-type': 'application/json',
  'sec-ch-ua-platform': '"Windows"',
  'user-agent': CHROME,
  'sec-ch-ua': '"Chromium";v="142", "Google Chrome";v="142", "Not_A Brand";v="99"',
  'sec-ch-ua-mobile': '?0',
  accept: '*/*',
  origin: SHOP_ORIGIN,
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'cors',
  'sec-fetch-dest': 'empty',
  referer: `${SHOP_ORIGIN}/shoes/red?utm_source=newsletter&utm_medium=email&utm_campaign=autumn`,
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'en-GB,en;q=0.9,de;q=0.8',
};

/** Headers of a browser that has these cookies, or none yet. */
export const headersWith = (cookie: string | undefined): { [name: string]: string } => ({
  ...BROWSER_HEADERS,
  ...(cookie === undefined ? {} : { cookie }),
});

/** A page's nonce, or an event's id, as the tracker makes them. */
export const randomHex = (): string => randomBytes(16).toString('hex');

/** The tracker's post of events; what is the same in all of a shop's is said here. */
export const postOf = (
  events: readonly object[],
  { nonce, sentAt }: { readonly nonce: string; readonly sentAt: number },
): string => JSON.stringify({ events, nonce, sentAt });

/** The tracker's post of one page view, with ids of its own. */
export const pageViewPost = (nowMs: number): string =>
  postOf(
    [
      {
        eventType: 'page_view',
        eventId: randomHex(),
        occurredAt: nowMs,
        path: '/shoes/red',
        url: BROWSER_HEADERS.referer,
        referrer: 'https://www.example-search.com/',
        title: 'Red shoes – Shop',
      },
    ],
    { nonce: randomHex(), sentAt: nowMs },
  );
