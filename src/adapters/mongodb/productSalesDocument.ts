import type { SiteId } from '../../domain/ids.ts';
import type { ProductTotals, SalesDay } from '../../domain/orders/orderTotals.ts';
import type { Document } from './driverPart.ts';
import { productKey } from './productDocument.ts';
import { sawMore } from './totalsGuard.ts';

/** Stores the fold of a product's day where it saw more than the one that is stored. */
export const salesDayUpsert = (site: SiteId, { fromMs }: SalesDay, totals: ProductTotals) => ({
  filter: { _id: `${productKey(site, totals.productId)}:${fromMs}`, ...sawMore(totals.seen) },
  update: {
    $setOnInsert: { siteId: site, productId: totals.productId, day: new Date(fromMs) },
    $set: { sales: totals.totalSales, revenue: totals.totalRevenueMinor, totalsSeen: totals.seen },
  },
});

export const salesOfDocument = (document: Document): ProductTotals => {
  const { productId, sales, revenue, totalsSeen } = document as {
    readonly productId: string;
    readonly sales: number;
    readonly revenue: number;
    readonly totalsSeen: number;
  };
  return { productId, totalSales: sales, totalRevenueMinor: revenue, seen: totalsSeen };
};
