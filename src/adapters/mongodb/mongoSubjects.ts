import { ORDER_EVENTS } from '../../domain/events/event.ts';
import type { CustomerId, SiteId, VisitorId } from '../../domain/ids.ts';
import type { Subject } from '../../domain/subject/subject.ts';
import type { HeldDocuments, SessionLinks, SessionsBy, Subjects } from '../../ports/Subjects.ts';
import type { Document, DriverDb, Filter } from './driverPart.ts';
import { orderIdOf } from './erasedOrders.ts';
import { heldDocument } from './heldDocument.ts';
import {
  CUSTOMERS,
  EVENTS,
  ORDERS,
  SESSIONS,
  SHOP_ACCOUNTS,
  SHOP_CARTS,
  SHOP_ORDERS,
  SHOP_REFRESH_FAMILIES,
  VISITORS,
} from './indexes.ts';
import { cartKey } from './mongoCarts.ts';
import { customerKey } from './mongoCustomerIdentities.ts';
import { orderKey } from './orderDocument.ts';
import { recordAnswers } from './recordAnswers.ts';
import { shopOrderKey } from './shopOrderDocument.ts';
import {
  customersOfSubject,
  eventsOfSubject,
  ofCustomers,
  ordersOfSubject,
  sessionsOfSubject,
  visitorsOfSubject,
} from './subjectFilters.ts';
import { identityOfDocument, visitorKey } from './visitorDocument.ts';

const SESSION_LINKS = { _id: 1, b: 1, visitorId: 1, customerId: 1, startedAt: 1 } as const;

const linksOfDocument = (document: Document): SessionLinks => {
  const { _id, b, visitorId, customerId, startedAt } = document;
  return {
    id: _id,
    browser: b,
    visitor: visitorId,
    ...(customerId === undefined ? {} : { customer: customerId }),
    startedAt: (startedAt as Date).getTime(),
  } as SessionLinks;
};

const fieldOf = (by: SessionsBy): Filter => {
  if ('customers' in by) return { customerId: { $in: [...by.customers] } };
  if ('visitors' in by) return { visitorId: { $in: [...by.visitors] } };
  return { b: { $in: [...by.browsers] } };
};

/** Names of a person's orders: what their sessions were told of, what was told of under their ids, and what they ordered as a customer. */
export const orderIdsOfSubject = async (
  find: (collection: string, filter: Filter, projection: { [field: string]: 1 }) => Promise<Document[]>,
  subject: Subject,
): Promise<string[]> => {
  const ids = new Set<string>();
  const sessions = await find(SESSIONS, sessionsOfSubject(subject), { 'orders.orderId': 1 });
  for (const { orders } of sessions)
    for (const { orderId } of orders as { orderId: string }[]) ids.add(orderId);
  for (const filter of eventsOfSubject(subject)) {
    const told = await find(
      EVENTS,
      { ...filter, type: { $in: [...ORDER_EVENTS] }, source: 'server' },
      { 'properties.orderId': 1 },
    );
    for (const event of told) {
      const orderId = orderIdOf(event);
      if (orderId !== undefined) ids.add(orderId);
    }
  }
  for (const [collection, filter] of ordersOfSubject(subject)) {
    const ordered = await find(collection, filter, { orderId: 1 });
    for (const { orderId } of ordered) ids.add(orderId as string);
  }
  return [...ids];
};

/**
 * Persons on MongoDB's driver, or on whatever offers the same part of its interface: the embedded engine.
 * @param timeoutMs how long each command may take; absent means as long as the driver waits
 */
export const mongoSubjects = ({
  db,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
}): Subjects => {
  const { answer, findAll } = recordAnswers(timeoutMs);
  const find = (
    collection: string,
    filter: Filter,
    projection?: { readonly [field: string]: 0 | 1 },
  ): Promise<Document[]> =>
    findAll(
      'give what is held of a person',
      db.collection(collection),
      filter,
      projection === undefined ? {} : { projection },
    );

  return {
    visitors: async (site, visitors) => {
      if (visitors.length === 0) return [];
      const found = await find(
        VISITORS,
        { _id: { $in: visitors.map((visitor) => visitorKey(site, visitor)) } },
        { visitorId: 1, alias: 1, formers: 1, owner: 1 },
      );
      return found.map((document) => ({
        ...identityOfDocument(document),
        ...(document.owner === undefined ? {} : { owner: document.owner as CustomerId }),
      }));
    },

    customers: async (site, ids) => {
      if (ids.length === 0) return [];
      const named = { siteId: site, customerId: { $in: [...ids] } };
      const [identities, accounts, orders, sessions] = await Promise.all([
        find(
          CUSTOMERS,
          { _id: { $in: ids.map((id) => customerKey(site, id)) } },
          { customerId: 1, visitorId: 1 },
        ),
        find(SHOP_ACCOUNTS, named, { customerId: 1 }),
        find(SHOP_ORDERS, named, { customerId: 1 }),
        find(SESSIONS, named, { customerId: 1 }),
      ]);
      const visitorOf = new Map(
        identities.map(({ customerId, visitorId }) => [customerId, visitorId as VisitorId | undefined]),
      );
      const known = [...identities, ...accounts, ...orders, ...sessions].map(
        ({ customerId }) => customerId as CustomerId,
      );
      return [...new Set(known)].map((customer) => {
        const visitor = visitorOf.get(customer);
        return { customer, ...(visitor === undefined ? {} : { visitor }) };
      });
    },

    sessions: async (site: SiteId, by) =>
      (await find(SESSIONS, { siteId: site, ...fieldOf(by) }, SESSION_LINKS)).map(linksOfDocument),

    countEvents: async (subject, limit) => {
      let count = 0;
      for (const filter of eventsOfSubject(subject)) {
        const found = await answer('count events', () =>
          db
            .collection(EVENTS)
            .find(filter, { projection: { _id: 1 }, limit: limit - count + 1 })
            .toArray(),
        );
        count += found.length;
        if (count > limit) break;
      }
      return count;
    },

    held: async (subject): Promise<HeldDocuments> => {
      const { site, customers } = subject;
      const orderIds = await orderIdsOfSubject(find, subject);
      const asCustomer = (collection: string) =>
        customers.length === 0 ? Promise.resolve([]) : find(collection, ofCustomers(subject));
      const [sessions, events, visitors, identities, orders, shopOrders, accounts, families, carts] =
        await Promise.all([
          find(SESSIONS, sessionsOfSubject(subject)),
          Promise.all(eventsOfSubject(subject).map((filter) => find(EVENTS, filter))),
          find(VISITORS, visitorsOfSubject(subject)),
          find(CUSTOMERS, customersOfSubject(subject)),
          find(ORDERS, { _id: { $in: orderIds.map((orderId) => orderKey(site, orderId)) } }),
          find(SHOP_ORDERS, { _id: { $in: orderIds.map((orderId) => shopOrderKey(site, orderId)) } }),
          asCustomer(SHOP_ACCOUNTS),
          asCustomer(SHOP_REFRESH_FAMILIES),
          find(SHOP_CARTS, {
            _id: { $in: customers.map((customer) => cartKey(site, { kind: 'customer', customer })) },
          }),
        ]);
      const byTime = (field: string) => (a: Document, b: Document) =>
        (a[field] as Date).getTime() - (b[field] as Date).getTime();
      return {
        sessions: sessions.sort(byTime('startedAt')).map(heldDocument),
        events: events.flat().sort(byTime('occurredAt')).map(heldDocument),
        visitors: visitors.map(heldDocument),
        customers: identities.map(heldDocument),
        orders: orders.map(heldDocument),
        shopOrders: shopOrders.map(heldDocument),
        accounts: accounts.map(heldDocument),
        refreshFamilies: families.map(heldDocument),
        carts: carts.map(heldDocument),
      };
    },
  };
};
