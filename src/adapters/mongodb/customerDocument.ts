import type { CustomerId, SiteId } from '../../domain/ids.ts';
import type { CustomerTotals, SalesDay } from '../../domain/orders/orderTotals.ts';
import type { Document } from './driverPart.ts';
import { customerKey } from './mongoCustomerIdentities.ts';
import { sawMore } from './totalsGuard.ts';

/** Stores a fold where it saw more than the one that is stored; `totalSpent` is in minor units. */
export const customerTotalsUpsert = (site: SiteId, totals: CustomerTotals) => ({
  filter: { _id: customerKey(site, totals.customer), ...sawMore(totals.seen) },
  update: {
    $setOnInsert: { siteId: site, customerId: totals.customer },
    $set: {
      totalOrders: totals.totalOrders,
      totalSpent: totals.totalSpentMinor,
      totalsSeen: totals.seen,
      ...(totals.lastOrderAt === undefined ? {} : { lastOrderDate: new Date(totals.lastOrderAt) }),
    },
    ...(totals.lastOrderAt === undefined ? { $unset: { lastOrderDate: '' } } : {}),
  },
});

interface StoredDay {
  readonly orders: number;
  readonly spent: number;
  readonly lastOrderAt?: Date;
  readonly totalsSeen: number;
}

/** Stores the fold of a customer's day where it saw more than the one that is stored: some hundred bytes a day of orders. */
export const customerDayUpsert = (site: SiteId, { fromMs }: SalesDay, totals: CustomerTotals) => {
  const day = `days.${new Date(fromMs).toISOString().slice(0, 10)}`;
  const stored: StoredDay = {
    orders: totals.totalOrders,
    spent: totals.totalSpentMinor,
    ...(totals.lastOrderAt === undefined ? {} : { lastOrderAt: new Date(totals.lastOrderAt) }),
    totalsSeen: totals.seen,
  };
  return {
    filter: { _id: customerKey(site, totals.customer), ...sawMore(totals.seen, `${day}.`) },
    update: {
      $setOnInsert: { siteId: site, customerId: totals.customer },
      $set: { [day]: stored },
    },
  };
};

export const customerDaysOfDocument = (customer: CustomerId, document: Document): CustomerTotals[] => {
  const days = (document.days ?? {}) as { readonly [day: string]: StoredDay };
  return Object.values(days).map(({ orders, spent, lastOrderAt, totalsSeen }) => ({
    customer,
    totalOrders: orders,
    totalSpentMinor: spent,
    ...(lastOrderAt === undefined ? {} : { lastOrderAt: lastOrderAt.getTime() }),
    seen: totalsSeen,
  }));
};
