import type { BrowserId, SessionId, VisitorId } from '../../src/domain/ids.ts';
import type { SessionFact } from '../../src/domain/metrics/sessionFact.ts';
import { seededRandom } from '../writer/seededRandom.ts';

/** A text of its own, as a database's driver makes one of each field of each document. */
const read = (text: string): string => Buffer.from(text).toString();

/**
 * Sessions of a shop, the same in each run: a few hundred pages of which a few have most visits, 100 sources, campaigns on every
 * third session, bots as every twelfth.
 * @param visitors from so many people
 */
export const shopSessions = (count: number, { visitors }: { readonly visitors: number }): SessionFact[] => {
  const random = seededRandom(5);
  const upTo = (n: number): number => Math.floor(random() * n);
  /** One of `n`, the first ones most often: as often below 10 as from 10 to 100. */
  const popular = (n: number): number => Math.floor(n ** random()) - 1;
  const oneIn = (n: number): boolean => upTo(n) === 0;
  return Array.from({ length: count }, (_, index) => {
    const number = upTo(visitors);
    return {
      id: read(`s${index}`) as SessionId,
      browser: read(`b${number}`) as BrowserId,
      visitor: read(`v${number}`) as VisitorId,
      numbered: { visitor: read(`v${number}`) as VisitorId, number, first: !oneIn(3) },
      startedAt: index,
      lastSeenAt: index,
      durationMs: upTo(600_000),
      engagedMs: upTo(300_000),
      pageViews: 1 + upTo(8),
      bounce: oneIn(3),
      newBrowser: oneIn(2),
      productViews: upTo(4),
      cartAdds: upTo(2),
      checkoutStarted: oneIn(10),
      converted: oneIn(30),
      orders: [],
      device: read(`device-${upTo(3)}`),
      browserName: read(`browser-${popular(10)}`),
      os: read(`os-${popular(8)}`),
      country: read(`C${popular(90)}`),
      channel: read(`channel-${upTo(8)}`),
      source: read(`source-${popular(100)}`),
      landingPage: read(`/products/a-name-of-usual-length/${popular(800)}`),
      exitPage: read(`/products/a-name-of-usual-length/${popular(800)}`),
      ...(oneIn(3) ? { campaign: read(`campaign-${popular(60)}`) } : {}),
      ...(oneIn(12) ? { botReasons: ['user agent'] } : {}),
      eventsSeen: 5,
    };
  });
};
