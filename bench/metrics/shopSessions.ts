import type { BrowserId, SessionId, VisitorId } from '../../src/domain/ids.ts';
import type { SessionFact } from '../../src/domain/metrics/sessionFact.ts';
import { seededRandom } from '../writer/seededRandom.ts';

/** Of a hundred sessions come so many visitors at most. */
export const VISITORS_SHARE = 0.7;

/** A text of its own, as a database's driver makes one of each field of each document. */
const read = (text: string): string => Buffer.from(text).toString();

/** As long as the ids of life. */
const uuid = (kind: 'a' | 'b' | 'c', number: number): string =>
  read(`${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`);

/** What converts is one order. */
const ordersOf = (session: number, placedAt: number, amountMinor: number): SessionFact['orders'] => [
  { orderId: read(`order-${session}`), amountMinor, currency: 'EUR', placedAt, refundedMinor: 0 },
];

/**
 * Sessions of a shop in the order of their starts, evenly over a span, the same in each run: up to ten minutes long, a few hundred
 * pages of which a few have most visits, 100 sources, campaigns on every third session, bots as every twelfth. The visitors' numbers
 * are noted on them.
 * @param options.visitors from so many people at most
 * @param options.fromMs epoch milliseconds; so is `toMs`
 */
export function* shopSessions({
  count,
  visitors,
  fromMs,
  toMs,
}: {
  readonly count: number;
  readonly visitors: number;
  readonly fromMs: number;
  readonly toMs: number;
}): Generator<SessionFact> {
  const random = seededRandom(5);
  const upTo = (n: number): number => Math.floor(random() * n);
  /** One of `n`, the first ones most often: as often below 10 as from 10 to 100. */
  const popular = (n: number): number => Math.floor(n ** random()) - 1;
  const oneIn = (n: number): boolean => upTo(n) === 0;
  const seen = new Set<number>();
  for (let index = 0; index < count; index++) {
    const number = upTo(visitors);
    const visitor = uuid('c', number) as VisitorId;
    const startedAt = fromMs + Math.floor(((toMs - fromMs) * index) / count);
    const durationMs = upTo(600_000);
    const converted = oneIn(30);
    const isBot = oneIn(12);
    const first = !isBot && !seen.has(number);
    if (first) seen.add(number);
    yield {
      id: uuid('a', index) as SessionId,
      browser: uuid('b', number) as BrowserId,
      visitor,
      ...(isBot ? { botReasons: ['user agent'] } : { numbered: { visitor, number, first } }),
      startedAt,
      lastSeenAt: startedAt + durationMs,
      durationMs,
      engagedMs: upTo(300_000),
      pageViews: 1 + upTo(8),
      bounce: oneIn(3),
      newBrowser: first,
      productViews: upTo(4),
      cartAdds: upTo(2),
      checkoutStarted: oneIn(10),
      converted,
      orders: converted && !isBot ? ordersOf(index, startedAt, 1_000 + upTo(20_000)) : [],
      device: read(`device-${upTo(3)}`),
      browserName: read(`browser-${popular(10)}`),
      os: read(`os-${popular(8)}`),
      country: read(`C${popular(90)}`),
      channel: read(`channel-${upTo(8)}`),
      source: read(`source-${popular(100)}`),
      landingPage: read(`/products/a-name-of-usual-length/${popular(800)}`),
      exitPage: read(`/products/a-name-of-usual-length/${popular(800)}`),
      ...(oneIn(3) ? { campaign: read(`campaign-${popular(60)}`) } : {}),
      eventsSeen: 5,
    };
  }
}
