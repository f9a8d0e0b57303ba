import type { StoredEvent } from '../events/event.ts';

/** Engagement from which on a visit is no bounce (design, section 1; GA4's default). */
export const BOUNCE_ENGAGED_MS = 10_000;

/** Events that are no deed of the visitor: they tell of the session, of a page or its end, or of the shop's back office. */
const NOT_INTERACTIVE: ReadonlySet<string> = new Set([
  'session_started',
  'session_touched',
  'page_leave',
  'product_view',
  'order_refunded',
]);

/** Whether an event is an interaction besides a page view. A customer who is recognised by a token has done nothing for it. */
export const isInteraction = ({ type, properties }: Pick<StoredEvent, 'type' | 'properties'>): boolean =>
  type !== 'page_view' &&
  !NOT_INTERACTIVE.has(type) &&
  !(type === 'customer_login' && properties?.by === 'token');

/** A session with one page view or none, no other interactive event, and under 10 s engaged. */
export const isBounce = (session: {
  readonly pageViews: number;
  readonly interactions: number;
  readonly engagedMs: number;
}): boolean => session.pageViews <= 1 && session.interactions === 0 && session.engagedMs < BOUNCE_ENGAGED_MS;
