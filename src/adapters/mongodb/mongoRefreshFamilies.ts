import type { CustomerId, SiteId } from '../../domain/ids.ts';
import type { RefreshFamilies, RefreshFamily } from '../../ports/RefreshFamilies.ts';
import type { Document, DriverDb } from './driverPart.ts';
import { SHOP_REFRESH_FAMILIES } from './indexes.ts';
import { recordAnswers } from './recordAnswers.ts';

/** A site's id holds no colon. */
const familyKey = (site: SiteId, id: string): string => `${site}:${id}`;

const familyOfDocument = (document: Document): RefreshFamily => {
  const stored = document as {
    readonly familyId: string;
    readonly siteId: SiteId;
    readonly customerId: CustomerId;
    readonly currentHash: string;
    readonly formerHash?: string;
    readonly rotatedAt: Date;
    readonly expiresAt: Date;
  };
  return {
    id: stored.familyId,
    site: stored.siteId,
    customer: stored.customerId,
    currentHash: stored.currentHash,
    ...(stored.formerHash === undefined ? {} : { formerHash: stored.formerHash }),
    rotatedAt: stored.rotatedAt.getTime(),
    expiresAt: stored.expiresAt.getTime(),
  };
};

/**
 * Logins that go on, on MongoDB's driver or on whatever offers the same part of its interface: the embedded engine.
 * @param timeoutMs how long each command may take; absent means as long as the driver waits
 */
export const mongoRefreshFamilies = ({
  db,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
}): RefreshFamilies => {
  const { answer, findOne } = recordAnswers(timeoutMs);
  const families = db.collection(SHOP_REFRESH_FAMILIES);

  return {
    begin: async ({ id, site, customer, currentHash, formerHash, rotatedAt, expiresAt }) => {
      const document = {
        _id: familyKey(site, id),
        familyId: id,
        siteId: site,
        customerId: customer,
        currentHash,
        ...(formerHash === undefined ? {} : { formerHash }),
        rotatedAt: new Date(rotatedAt),
        expiresAt: new Date(expiresAt),
      };
      await answer('keep a login', () => families.insertMany([document], { ordered: false }));
    },

    find: async (site, id) => {
      const document = await findOne('find a login', families, { _id: familyKey(site, id) });
      return document && familyOfDocument(document);
    },

    rotate: async ({ site, id }, { fromHash, toHash, rotatedAt, expiresAt }) => {
      const change = {
        filter: { _id: familyKey(site, id), currentHash: fromHash },
        update: {
          $set: {
            currentHash: toHash,
            formerHash: fromHash,
            rotatedAt: new Date(rotatedAt),
            expiresAt: new Date(expiresAt),
          },
        },
      };
      const { matchedCount } = await answer('prolong a login', () =>
        families.bulkWrite([{ updateOne: change }], { ordered: false }),
      );
      return matchedCount === 1;
    },

    end: async (site, id) => {
      await answer('end a login', () => families.deleteMany({ _id: familyKey(site, id) }));
    },
  };
};
