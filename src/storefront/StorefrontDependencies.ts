import type { KeyRing } from '../domain/cookies/signedValue.ts';
import type { SessionDependencies } from '../middleware/SessionDependencies.ts';
import type { Orders } from '../orders/Orders.ts';
import type { PasswordCost } from '../passwords/passwordHash.ts';
import type { Accounts } from '../ports/Accounts.ts';
import type { Carts } from '../ports/Carts.ts';
import type { Catalogue } from '../ports/Catalogue.ts';
import type { Log } from '../ports/Log.ts';
import type { LoginAttempts } from '../ports/LoginAttempts.ts';
import type { OrderBook } from '../ports/OrderBook.ts';
import type { RefreshFamilies } from '../ports/RefreshFamilies.ts';

/** What the storefront needs from outside. */
export interface StorefrontDependencies {
  readonly session: SessionDependencies;
  readonly catalogue: Pick<Catalogue, 'products' | 'find'>;
  readonly carts: Carts;
  readonly accounts: Accounts;
  readonly families: RefreshFamilies;
  readonly attempts: LoginAttempts;
  readonly orders: Pick<Orders, 'place' | 'refund'>;
  readonly book: Pick<OrderBook, 'find' | 'findByKey' | 'ofCustomer'>;
  /** Under which access tokens are signed. */
  readonly jwtKeys: KeyRing;
  /** Of new passwords; OWASP's where it is left out. */
  readonly passwordCost?: PasswordCost;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A random UUID. */
  readonly randomId: () => string;
  readonly log: Log;
}
