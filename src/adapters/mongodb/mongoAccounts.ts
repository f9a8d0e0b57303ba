import type { CustomerId, SiteId } from '../../domain/ids.ts';
import type { Account, Accounts } from '../../ports/Accounts.ts';
import type { Document, DriverDb } from './driverPart.ts';
import { SHOP_ACCOUNTS } from './indexes.ts';
import { recordAnswers } from './recordAnswers.ts';
import { duplicatesOf } from './upsertEach.ts';

/** A site's id holds no colon. */
const accountKey = (site: SiteId, email: string): string => `${site}:${email}`;

const accountOfDocument = (document: Document): Account => {
  const stored = document as {
    readonly siteId: SiteId;
    readonly email: string;
    readonly customerId: CustomerId;
    readonly name: string;
    readonly passwordHash: string;
    readonly createdAt: Date;
  };
  return {
    site: stored.siteId,
    email: stored.email,
    customer: stored.customerId,
    name: stored.name,
    passwordHash: stored.passwordHash,
    createdAt: stored.createdAt.getTime(),
  };
};

/**
 * Customers' accounts, on MongoDB's driver or on whatever offers the same part of its interface: the embedded engine.
 * They are also found by their customer, for whom a refreshed login must be told who it is.
 * @param timeoutMs how long each command may take; absent means as long as the driver waits
 */
export const mongoAccounts = ({
  db,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
}): Accounts & {
  /** @throws RecordUnavailable */
  findByCustomer(site: SiteId, customer: CustomerId): Promise<Account | undefined>;
} => {
  const { answer, findOne } = recordAnswers(timeoutMs);
  const accounts = db.collection(SHOP_ACCOUNTS);

  const found = async (filter: Document): Promise<Account | undefined> => {
    const document = await findOne('find an account', accounts, filter);
    return document && accountOfDocument(document);
  };

  return {
    create: async ({ site, email, customer, name, passwordHash, createdAt }) => {
      const document = {
        _id: accountKey(site, email),
        siteId: site,
        email,
        customerId: customer,
        name,
        passwordHash,
        createdAt: new Date(createdAt),
      };
      const there = await answer('make an account', () =>
        duplicatesOf(() => accounts.insertMany([document], { ordered: false })),
      );
      return there.length === 0;
    },
    findByEmail: (site, email) => found({ _id: accountKey(site, email) }),
    findByCustomer: (site, customer) => found({ siteId: site, customerId: customer }),
  };
};
