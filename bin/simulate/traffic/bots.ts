import { addressOf } from '../people/countries.ts';
import type { Step, Visit } from '../play/Visit.ts';
import type { Random, Weighted } from '../random.ts';
import { HOME, READING } from './catalogue.ts';
import type { Shop } from './Shop.ts';

/** Crawls for each visit of a person. */
export const CRAWLS_PER_VISIT = 0.06;

interface Bot extends Weighted {
  readonly headers: { readonly [name: string]: string };
}

const bot = (weight: number, userAgent: string, more: { readonly [name: string]: string } = {}): Bot => ({
  weight,
  headers: { 'user-agent': userAgent, ...more },
});

/** Those that say what they are, and those that do not and are found out by what they forget. */
const BOTS: readonly [Bot, ...Bot[]] = [
  bot(30, 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'),
  bot(14, 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'),
  bot(12, 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)'),
  bot(
    12,
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
  ),
  bot(6, 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'),
  bot(
    10,
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36',
  ),
  // A user agent that was made up, and client hints that were not.
  bot(
    8,
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
    {
      'sec-ch-ua': '"Chromium";v="141", "HeadlessChrome";v="141", "Not_A Brand";v="99"',
      'sec-ch-ua-platform': '"Linux"',
    },
  ),
  bot(8, 'python-requests/2.32.3'),
];

/** Networks from which they come; few, for they come again. */
const NETWORKS = 40;
/** Over the 30 minutes after which the server forgets who it was. */
const BETWEEN_CRAWLS_MS = 45 * 60_000;
const MEDIAN_HITS = 6;
const MAX_HITS = 60;

/** The bots of one simulation. */
export const createBots = ({ random, shop }: { readonly random: Random; readonly shop: Shop }) => {
  const addresses = Array.from({ length: NETWORKS }, () => addressOf(random)) as [string, ...string[]];
  const freeFromMs = new Map<string, number>();

  const hit = (atMs: number, nonce: string): Step => {
    const page = random
      .weighted([
        { weight: 6, page: () => random.weighted(random.weighted(shop.catalogue).products) },
        { weight: 3, page: () => random.pick(READING) },
        { weight: 1, page: () => HOME },
      ])
      .page();
    const eventId = random.hex(32);
    const url = `${shop.origin}${page.path}`;
    const event = {
      eventType: 'page_view',
      eventId,
      occurredAt: atMs,
      path: page.path,
      url,
      title: page.title,
    };
    return {
      atMs,
      method: 'POST',
      path: () => '/track',
      contentType: 'application/json',
      body: JSON.stringify({ events: [event], nonce, site: shop.site, sentAt: atMs }),
      nonce,
      referer: url,
      answerLost: false,
      tells: [{ id: eventId, type: 'page_view', late: false }],
    };
  };

  return {
    /** A crawl from an instant on, or none where that bot is at it already. */
    crawlAt: (startMs: number): Visit | undefined => {
      const { headers } = random.weighted(BOTS);
      const address = random.pick(addresses);
      const name = `${headers['user-agent']} ${address}`;
      if ((freeFromMs.get(name) ?? startMs) > startMs) return undefined;
      const hits = Math.min(Math.ceil(random.logNormal(MEDIAN_HITS, 0.9)), MAX_HITS);
      const nonce = random.hex(32);
      const steps: Step[] = [];
      let atMs = startMs;
      for (let done = 0; done < hits; done++) {
        steps.push(hit(atMs, nonce));
        atMs += random.int(500, 15_000);
      }
      freeFromMs.set(name, atMs + BETWEEN_CRAWLS_MS);
      return {
        startMs,
        steps,
        tab: {},
        headers: { ...headers, 'cloudfront-viewer-address': `${address}:443` },
        bot: name,
      };
    },
  };
};
