import type { SiteId } from '../../domain/ids.ts';
import type { AuditEntry, AuditTrail } from '../../ports/AuditTrail.ts';
import type { Document, DriverDb } from './driverPart.ts';
import { AUDIT } from './indexes.ts';
import { recordAnswers } from './recordAnswers.ts';
import { duplicatesOf } from './upsertEach.ts';

const auditDocument = ({ id, site, at, ...told }: AuditEntry): Document => ({
  _id: id,
  siteId: site,
  at: new Date(at),
  ...told,
});

const entryOfDocument = ({ _id, siteId, at, ...told }: Document): AuditEntry =>
  ({ id: _id, site: siteId as SiteId, at: (at as Date).getTime(), ...told }) as AuditEntry;

/**
 * What staff did with persons' data, in the collection `audit`.
 * @param timeoutMs how long each command may take; absent means as long as the driver waits
 */
export const mongoAuditTrail = ({
  db,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
}): AuditTrail => {
  const { answer, findAll } = recordAnswers(timeoutMs);
  const audit = db.collection(AUDIT);
  return {
    note: async (entry) => {
      await answer('note what was done', () =>
        duplicatesOf(() => audit.insertMany([auditDocument(entry)], { ordered: false })),
      );
    },
    latest: async (site, limit) =>
      (await findAll('list what was done', audit, { siteId: site }, { sort: { at: -1 }, limit })).map(
        entryOfDocument,
      ),
  };
};
