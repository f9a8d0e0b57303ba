import type { CustomerId, SiteId } from '../domain/ids.ts';

/** With what a customer of the storefront logs in. */
export interface Account {
  readonly site: SiteId;
  /** In lower case, trimmed: one account each. */
  readonly email: string;
  readonly customer: CustomerId;
  readonly name: string;
  readonly passwordHash: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** Every method throws `RecordUnavailable`, with its cause, where the store does not answer. */
export interface Accounts {
  /** @returns whether it was made: an account of that address was not there */
  create(account: Account): Promise<boolean>;
  findByEmail(site: SiteId, email: string): Promise<Account | undefined>;
  findByCustomer(site: SiteId, customer: CustomerId): Promise<Account | undefined>;
}
