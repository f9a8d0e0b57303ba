import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { mongoAccounts } from '../../src/adapters/mongodb/mongoAccounts.ts';
import { mongoCarts } from '../../src/adapters/mongodb/mongoCarts.ts';
import { mongoCatalogue } from '../../src/adapters/mongodb/mongoCatalogue.ts';
import { mongoOrderBook } from '../../src/adapters/mongodb/mongoOrderBook.ts';
import { mongoRefreshFamilies } from '../../src/adapters/mongodb/mongoRefreshFamilies.ts';
import type { Catalogue } from '../../src/ports/Catalogue.ts';
import type { OrderBook } from '../../src/ports/OrderBook.ts';
import type { StorefrontDependencies } from '../../src/storefront/StorefrontDependencies.ts';

/** What the shop keeps, in the same place as the record. */
export interface ShopStores extends Pick<StorefrontDependencies, 'accounts' | 'families' | 'carts'> {
  readonly catalogue: Catalogue;
  readonly book: OrderBook;
}

export const shopStores = (place: { readonly db: DriverDb; readonly timeoutMs?: number }): ShopStores => ({
  catalogue: mongoCatalogue(place),
  book: mongoOrderBook(place),
  accounts: mongoAccounts(place),
  families: mongoRefreshFamilies(place),
  carts: mongoCarts(place),
});
