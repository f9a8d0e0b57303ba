import type { QueueMessage } from '../../src/domain/events/message.ts';
import { simulatedShop } from '../traffic/simulatedShop.ts';
import { SHOP_ORIGIN } from '../traffic/site.ts';
import { postOf } from '../traffic/trackRequest.ts';
import { seededRandom } from './seededRandom.ts';

const STARTED_AT = Date.UTC(2026, 10, 22, 12);
const MS_BETWEEN_MESSAGES = 400;
/** Visitors on the site at once: sessions of a handful of page views over some minutes. */
const ACTIVE_VISITORS = 100;
/** The site is full of visitors already when the first batch comes. */
const MESSAGES_BEFORE = 2 * ACTIVE_VISITORS;
/** Of the messages, those that begin a session; the others go on with one. */
const NEW_SHARE = 0.2;

const PATHS = ['/', '/shoes', '/shoes/red', '/shoes/blue', '/hats', '/hats/straw', '/about', '/cart'];

interface Visitor {
  cookie: string | undefined;
  path: string | undefined;
}

/** What a queue delivers of a busy shop. */
export interface VisitBatches {
  /** What the record holds before the first batch. */
  readonly before: readonly QueueMessage[];
  readonly batches: readonly (readonly QueueMessage[])[];
}

/**
 * Batches of messages as in life, about three events each: a page's leave, the next page view and often a product's view of a
 * session that the record knows, or a session's start with its first page view. Made by the real `/track`.
 */
export const visitBatches = async ({
  batches,
  messagesPerBatch,
}: {
  readonly batches: number;
  readonly messagesPerBatch: number;
}): Promise<VisitBatches> => {
  const random = seededRandom(4);
  const shop = simulatedShop(STARTED_AT);
  const hex = (): string =>
    Array.from({ length: 4 }, () =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
  const any = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const active: Visitor[] = [];

  const nextVisitor = (): Visitor => {
    if (active.length > 0 && random() >= NEW_SHARE) return any(active);
    const visitor: Visitor = { cookie: undefined, path: undefined };
    if (active.length < ACTIVE_VISITORS) active.push(visitor);
    else active[Math.floor(random() * active.length)] = visitor;
    return visitor;
  };

  const postNext = async (): Promise<void> => {
    shop.clock.nowMs += MS_BETWEEN_MESSAGES;
    const { nowMs } = shop.clock;
    const visitor = nextVisitor();
    const event = (eventType: string, path: string, more: object = {}) => ({
      eventType,
      eventId: hex(),
      occurredAt: nowMs,
      path,
      url: `${SHOP_ORIGIN}${path}`,
      title: `${path} – Shop`,
      ...more,
    });
    const path = any(PATHS);
    const left = visitor.path;
    const events = [
      ...(left === undefined
        ? []
        : [event('page_leave', left, { engagedMs: Math.floor(random() * 60_000) })]),
      event('page_view', path, {
        referrer: left ? `${SHOP_ORIGIN}${left}` : 'https://www.example-search.com/',
      }),
      event('product_view', path, { properties: { productId: `p${path.length}`, priceMinor: 4_990 } }),
    ];
    visitor.cookie = await shop.post(visitor.cookie, postOf(events, { nonce: hex(), sentAt: nowMs }));
    visitor.path = path;
  };

  while (shop.messages.length < MESSAGES_BEFORE + batches * messagesPerBatch) await postNext();
  const later = shop.messages.slice(MESSAGES_BEFORE);
  return {
    before: shop.messages.slice(0, MESSAGES_BEFORE),
    batches: Array.from({ length: batches }, (_, batch) =>
      later.slice(batch * messagesPerBatch, (batch + 1) * messagesPerBatch),
    ),
  };
};
