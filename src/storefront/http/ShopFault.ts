import type { FaultDetails } from '../../analytics/http/ApiFault.ts';

export interface ShopFaultDetails extends FaultDetails {
  /** `Set-Cookie` values: a token that is worth nothing is taken away. */
  readonly cookies?: readonly string[];
}

/** Why the storefront does not do what it was asked; its message is one that a shop's page can show. */
export class ShopFault extends Error {
  override readonly name = 'ShopFault';
  readonly details: ShopFaultDetails;

  constructor(details: ShopFaultDetails) {
    super(details.message);
    this.details = details;
  }
}
