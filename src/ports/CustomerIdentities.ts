import type { CustomerId, SiteId, VisitorId } from '../domain/ids.ts';

/** Who logged in, and as whom the browser went until then. */
export interface LoginIdentity {
  readonly site: SiteId;
  readonly customer: CustomerId;
  /** The visitor that the browser went by; absent where it is known to be another customer's. */
  readonly visitor?: VisitorId | undefined;
  /** The customer's own from now on, if it has none and the browser's is another customer's. */
  readonly freshVisitor: VisitorId;
}

export interface CustomerVisitor {
  /** The customer's one visitor, on all devices. */
  readonly visitor: VisitorId;
  /** The browser's visitor until now, where its sessions count for the customer's from now on; absent where it is another customer's. */
  readonly formerVisitor?: VisitorId;
}

/**
 * Which visitor each customer is (design, section 6). Two customers never share one, in whatever order and however often they
 * log in, and wherever a process dies between.
 */
export interface CustomerIdentities {
  /**
   * The customer's visitor: the browser's, if the customer has none yet and no other customer owns it.
   * @throws RecordUnavailable
   */
  identify(login: LoginIdentity): Promise<CustomerVisitor>;
}
