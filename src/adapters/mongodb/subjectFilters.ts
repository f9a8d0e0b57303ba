import type { Subject } from '../../domain/subject/subject.ts';
import type { Filter } from './driverPart.ts';
import { ORDERS, SHOP_ORDERS } from './indexes.ts';
import { customerKey } from './mongoCustomerIdentities.ts';
import { visitorKey } from './visitorDocument.ts';

/** Finds a person's sessions; by `b` too, by which they are sharded. */
export const sessionsOfSubject = ({ site, sessions }: Subject): Filter => ({
  _id: { $in: sessions.map(({ id }) => id) },
  b: { $in: [...new Set(sessions.map(({ browser }) => browser))] },
  siteId: site,
});

/**
 * Finds a person's events, in one filter a way: those of browsers that are theirs alone; and of shared ones those of their sessions,
 * or under their visitor ids.
 */
export const eventsOfSubject = ({
  site,
  browsers,
  sharedBrowsers,
  sessions,
  visitors,
}: Subject): Filter[] => [
  ...(browsers.length === 0 ? [] : [{ b: { $in: [...browsers] }, siteId: site }]),
  ...(sharedBrowsers.length === 0
    ? []
    : [
        {
          b: { $in: [...sharedBrowsers] },
          siteId: site,
          $or: [{ sessionId: { $in: sessions.map(({ id }) => id) } }, { visitorId: { $in: [...visitors] } }],
        },
      ]),
];

export const visitorsOfSubject = ({ site, visitors }: Subject): Filter => ({
  _id: { $in: visitors.map((visitor) => visitorKey(site, visitor)) },
});

export const customersOfSubject = ({ site, customers }: Subject): Filter => ({
  _id: { $in: customers.map((customer) => customerKey(site, customer)) },
});

/** Finds what belongs to a person as a customer, in the collections that name the customer. */
export const ofCustomers = ({ site, customers }: Subject): Filter => ({
  siteId: site,
  customerId: { $in: [...customers] },
});

/**
 * Finds a person's orders by what they hold themselves, in one filter a way: sessions and events are gone before them. Not by shared
 * browsers, whose other user orders too.
 */
export const ordersOfSubject = (subject: Subject): (readonly [collection: string, filter: Filter])[] => {
  const { site, customers, visitors, browsers } = subject;
  const ways: (readonly [string, Filter])[] = [];
  if (customers.length > 0) ways.push([SHOP_ORDERS, ofCustomers(subject)]);
  if (visitors.length > 0)
    ways.push([SHOP_ORDERS, { siteId: site, 'join.visitorId': { $in: [...visitors] } }]);
  if (browsers.length > 0) ways.push([SHOP_ORDERS, { siteId: site, 'join.b': { $in: [...browsers] } }]);
  if (visitors.length + browsers.length > 0)
    ways.push([ORDERS, { siteId: site, tellers: { $in: [...visitors, ...browsers] } }]);
  return ways;
};
