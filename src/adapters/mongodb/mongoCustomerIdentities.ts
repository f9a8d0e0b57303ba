import type { CustomerId, SiteId, VisitorId } from '../../domain/ids.ts';
import type { CustomerIdentities } from '../../ports/CustomerIdentities.ts';
import type { DriverDb } from './driverPart.ts';
import { CUSTOMERS, VISITORS } from './indexes.ts';
import { recordAnswers } from './recordAnswers.ts';
import { upsertEach } from './upsertEach.ts';
import { visitorKey } from './visitorDocument.ts';

/** A customer's `_id`; a site's id holds no colon. */
export const customerKey = (site: SiteId, customer: CustomerId): string => `${site}:${customer}`;

/**
 * Which visitor a customer is, in the documents of both: a visitor names its owner, once and for good, and a customer its visitor.
 * Owning comes first: of a process that dies between the two, the next login goes on where it was.
 * @param timeoutMs how long each command may take; absent means as long as the driver waits
 */
export const mongoCustomerIdentities = ({
  db,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
}): CustomerIdentities => {
  const { answer, findOne } = recordAnswers(timeoutMs);
  const visitors = db.collection(VISITORS);
  const customers = db.collection(CUSTOMERS);

  const ownerOf = async (site: SiteId, visitor: VisitorId): Promise<CustomerId | undefined> => {
    const filter = { _id: visitorKey(site, visitor) };
    const found = await findOne('tell whose a visitor is', visitors, filter, { projection: { owner: 1 } });
    return found?.owner as CustomerId | undefined;
  };
  const visitorOf = async (site: SiteId, customer: CustomerId): Promise<VisitorId | undefined> => {
    const filter = { _id: customerKey(site, customer) };
    const found = await findOne('tell a customer’s visitor', customers, filter, {
      projection: { visitorId: 1 },
    });
    return found?.visitorId as VisitorId | undefined;
  };

  /** @returns whose it is then */
  const own = async (
    site: SiteId,
    visitor: VisitorId,
    customer: CustomerId,
  ): Promise<CustomerId | undefined> => {
    await answer('note whose a visitor is', () =>
      upsertEach(visitors, [
        {
          filter: { _id: visitorKey(site, visitor), owner: { $exists: false } },
          update: { $setOnInsert: { siteId: site, visitorId: visitor }, $set: { owner: customer } },
        },
      ]),
    );
    return ownerOf(site, visitor);
  };

  /** @returns which it is then: of two logins at once the first one's */
  const become = async (
    site: SiteId,
    customer: CustomerId,
    visitor: VisitorId,
  ): Promise<VisitorId | undefined> => {
    await answer('note a customer’s visitor', () =>
      upsertEach(customers, [
        {
          filter: { _id: customerKey(site, customer), visitorId: { $exists: false } },
          update: { $setOnInsert: { siteId: site, customerId: customer }, $set: { visitorId: visitor } },
        },
      ]),
    );
    return visitorOf(site, customer);
  };

  return {
    identify: async ({ site, customer, visitor, freshVisitor }) => {
      /** The browser's visitor, if it is the customer's, or becomes it now. */
      const ownVisitor = async (): Promise<VisitorId | undefined> => {
        if (visitor === undefined) return undefined;
        const owner = (await ownerOf(site, visitor)) ?? (await own(site, visitor, customer));
        return owner === customer ? visitor : undefined;
      };
      const [owned, known] = await Promise.all([ownVisitor(), visitorOf(site, customer)]);
      if (known === undefined && owned === undefined) await own(site, freshVisitor, customer);
      const theirs = known ?? (await become(site, customer, owned ?? freshVisitor)) ?? freshVisitor;
      return {
        visitor: theirs,
        ...(owned === undefined || owned === theirs ? {} : { formerVisitor: owned }),
      };
    },
  };
};
