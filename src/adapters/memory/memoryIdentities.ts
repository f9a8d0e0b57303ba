import type { CustomerId, VisitorId } from '../../domain/ids.ts';
import type { CustomerIdentities } from '../../ports/CustomerIdentities.ts';

/** Customers' visitors in this process, for tests. */
export const memoryIdentities = (): CustomerIdentities => {
  const owners = new Map<string, CustomerId>();
  const visitors = new Map<string, VisitorId>();
  return {
    identify: async ({ site, customer, visitor, freshVisitor }) => {
      const key = (id: string): string => `${site}\n${id}`;
      const owner = owners.get(key(visitor)) ?? customer;
      owners.set(key(visitor), owner);
      const isOwn = owner === customer;
      const theirs = visitors.get(key(customer)) ?? (isOwn ? visitor : freshVisitor);
      visitors.set(key(customer), theirs);
      if (!owners.has(key(theirs))) owners.set(key(theirs), customer);
      return { visitor: theirs, ...(isOwn && visitor !== theirs ? { formerVisitor: visitor } : {}) };
    },
  };
};
