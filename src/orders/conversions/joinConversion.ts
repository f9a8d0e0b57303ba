import { type CookieFault, readSessionCookie } from '../../domain/cookies/cookiePayloads.ts';
import type { KeyRing } from '../../domain/cookies/signedValue.ts';
import type { CustomerId, SiteId } from '../../domain/ids.ts';
import type { OrderJoin, UnjoinedReason } from '../../domain/orders/shopOrder.ts';
import type { CustomerSessions } from '../../ports/CustomerSessions.ts';
import type { RecordStore } from '../../ports/RecordStore.ts';

export interface JoinDependencies {
  /** That sign the session's cookie. */
  readonly keys: KeyRing;
  readonly record: Pick<RecordStore, 'findSession'>;
  readonly customerSessions: CustomerSessions;
}

const DAY_MS = 24 * 60 * 60_000;
/** How long after its expiry a cookie still says of which session an order is: a back end may tell days later. */
const COOKIE_BELIEVED_MS = 7 * DAY_MS;
/** How long before an order its customer's session was last seen, at most. */
const CUSTOMER_SEEN_MS = DAY_MS;

const REASONS: { readonly [Fault in CookieFault]: UnjoinedReason } = {
  expired: 'cookie_expired',
  other_site: 'cookie_other_site',
  forged: 'cookie_invalid',
  malformed: 'cookie_invalid',
  unknown_version: 'cookie_invalid',
};

const unjoined = (reason: UnjoinedReason): OrderJoin => ({ joined: false, reason });

/**
 * Finds the session of an order that a shop's own back end tells of: that of the cookie, which we signed; else the customer's
 * latest one. Where both are given and neither leads anywhere, the cookie's reason is told; but a session that is another customer's
 * by now is nothing of this order's, and only the customer's own counts.
 */
export const joinConversion =
  ({ keys, record, customerSessions }: JoinDependencies) =>
  async (
    told: {
      readonly site: SiteId;
      readonly cookie: string | undefined;
      readonly customer: CustomerId | undefined;
      readonly placedAt: number;
    },
    nowMs: number,
  ): Promise<OrderJoin> => {
    const { site, cookie, customer, placedAt } = told;

    const byCookie = async (value: string): Promise<OrderJoin | undefined> => {
      const read = readSessionCookie(keys, value, site, nowMs - COOKIE_BELIEVED_MS);
      if (!read.ok) return unjoined(REASONS[read.fault]);
      const { session: id, browser, visitor, startedAt } = read.cookie;
      const known = await record.findSession({ site, browser, id });
      // One that goes on may not have come to the record yet; one that is long over and is not there was erased.
      if (known === undefined && (read.expiresAt ?? 0) <= nowMs) return unjoined('session_unknown');
      const whose = known?.customerId;
      if (whose !== undefined && customer !== undefined && whose !== customer) return undefined;
      // A login since may have made it another visitor's.
      const session = {
        id,
        browser,
        visitor: known?.visitor ?? visitor,
        startedAt: known?.startedAt ?? startedAt,
      };
      return { joined: true, by: 'cookie', session };
    };

    const byCustomer = async (id: CustomerId): Promise<OrderJoin> => {
      const session = await customerSessions.latest(site, id, {
        startedByMs: placedAt,
        seenSinceMs: placedAt - CUSTOMER_SEEN_MS,
      });
      return session === undefined ? unjoined('customer_unknown') : { joined: true, by: 'customer', session };
    };

    const cookies = cookie === undefined ? undefined : await byCookie(cookie);
    if (cookies?.joined || customer === undefined) return cookies ?? unjoined('no_identity');
    const customers = await byCustomer(customer);
    return customers.joined ? customers : (cookies ?? customers);
  };
