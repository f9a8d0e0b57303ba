import type { CustomerId, VisitorId } from '../../domain/ids.ts';
import type { CustomerIdentities } from '../../ports/CustomerIdentities.ts';

/** Customers' visitors in this process, for tests. */
export const memoryIdentities = (): CustomerIdentities => {
  const owners = new Map<string, CustomerId>();
  const visitors = new Map<string, VisitorId>();
  return {
    identify: async ({ site, customer, visitor, freshVisitor }) => {
      const key = (id: string): string => `${site}\n${id}`;
      if (visitor !== undefined && !owners.has(key(visitor))) owners.set(key(visitor), customer);
      const owned = visitor !== undefined && owners.get(key(visitor)) === customer ? visitor : undefined;
      const theirs = visitors.get(key(customer)) ?? owned ?? freshVisitor;
      visitors.set(key(customer), theirs);
      if (!owners.has(key(theirs))) owners.set(key(theirs), customer);
      return {
        visitor: theirs,
        ...(owned === undefined || owned === theirs ? {} : { formerVisitor: owned }),
      };
    },
  };
};
