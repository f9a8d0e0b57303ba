import type { SiteId } from '../../domain/ids.ts';
import type { ProductTotals } from '../../domain/orders/orderTotals.ts';
import type { Product } from '../../ports/Catalogue.ts';
import type { Document } from './driverPart.ts';
import { sawMore } from './totalsGuard.ts';

/** A product's `_id`; a site's id holds no colon. */
export const productKey = (site: SiteId, productId: string): string => `${site}:${productId}`;

/** Puts a product there, or gives one its description that only orders have told of. */
export const productUpsert = (site: SiteId, product: Product, position: number) => {
  const { id, priceMinor, ...described } = product;
  return {
    filter: { _id: productKey(site, id), price: { $exists: false } },
    update: {
      $set: { ...described, price: priceMinor, position },
      $setOnInsert: { siteId: site, productId: id, totalSales: 0, totalRevenue: 0 },
    },
  };
};

/** Stores a fold where it saw more than the one that is stored; `totalRevenue` is in minor units. */
export const productTotalsUpsert = (site: SiteId, totals: ProductTotals) => ({
  filter: { _id: productKey(site, totals.productId), ...sawMore(totals.seen) },
  update: {
    $setOnInsert: { siteId: site, productId: totals.productId },
    $set: {
      totalSales: totals.totalSales,
      totalRevenue: totals.totalRevenueMinor,
      totalsSeen: totals.seen,
    },
  },
});

export const productOfDocument = (document: Document): Product => {
  const { productId, name, description, category, price, stock, image } = document as {
    readonly productId: string;
    readonly name: string;
    readonly description: string;
    readonly category: string;
    readonly price: number;
    readonly stock: number;
    readonly image: string;
  };
  return { id: productId, name, description, category, priceMinor: price, stock, image };
};
