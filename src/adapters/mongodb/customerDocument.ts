import type { SiteId } from '../../domain/ids.ts';
import type { CustomerTotals } from '../../domain/orders/orderTotals.ts';
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
