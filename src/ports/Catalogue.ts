import type { SiteId } from '../domain/ids.ts';
import type { ProductTotals, SalesDay } from '../domain/orders/orderTotals.ts';

export type { ProductTotals } from '../domain/orders/orderTotals.ts';

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  /** In minor units of the site's currency. */
  readonly priceMinor: number;
  /** How many can still be ordered; never below zero. */
  readonly stock: number;
  /** Path of its picture. */
  readonly image: string;
}

/** A shop's goods. Every method throws `RecordUnavailable`, with its cause, where the store does not answer. */
export interface Catalogue {
  /** All of a site's products, in the shop's order. */
  products(site: SiteId): Promise<Product[]>;
  find(site: SiteId, productIds: readonly string[]): Promise<Product[]>;
  /** Puts products there that are not; one that is keeps what it has, its stock above all. */
  seed(site: SiteId, products: readonly Product[]): Promise<void>;
  /** Sets how many there are. */
  setStock(site: SiteId, productId: string, stock: number): Promise<void>;
  /**
   * Takes pieces from the stock, once by the reservation's id, however often it is asked.
   * @returns whether they are taken: not so where there are too few, or the reservation is over (released or settled)
   */
  reserve(
    site: SiteId,
    productId: string,
    reservation: { readonly id: string; readonly quantity: number },
  ): Promise<boolean>;
  /** Gives a reservation's pieces back, if it holds any; it takes none from then on. */
  release(site: SiteId, productId: string, reservationId: string): Promise<void>;
  /** Puts returned pieces back, once by the return's id until that is settled. */
  restock(
    site: SiteId,
    productId: string,
    returned: { readonly id: string; readonly quantity: number },
  ): Promise<void>;
  /** Reservations and returns stay as they are: their notes are no longer needed. */
  settle(site: SiteId, notes: readonly { readonly productId: string; readonly id: string }[]): Promise<void>;
  /** Saves the fold of a product's day, only where it saw more than the stored one. */
  saveSalesDay(site: SiteId, day: SalesDay, totals: ProductTotals): Promise<void>;
  /** The folds of all days of a product. */
  salesDays(site: SiteId, productId: string): Promise<ProductTotals[]>;
  /** Saves what days add up to, each only where it saw more than what is stored. */
  saveTotals(site: SiteId, totals: readonly ProductTotals[]): Promise<void>;
}
