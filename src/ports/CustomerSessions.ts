import type { CustomerId, SiteId } from '../domain/ids.ts';
import type { OrderSession } from '../domain/orders/shopOrder.ts';

/** Finds the session of which an order is that names nobody but its customer. */
export interface CustomerSessions {
  /**
   * The customer's latest session, of those that began by an instant and were last seen since another one (epoch milliseconds).
   * @throws RecordUnavailable
   */
  latest(
    site: SiteId,
    customer: CustomerId,
    span: { readonly startedByMs: number; readonly seenSinceMs: number },
  ): Promise<OrderSession | undefined>;
}
