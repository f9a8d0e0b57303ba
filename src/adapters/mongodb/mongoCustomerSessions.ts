import type { CustomerSessions } from '../../ports/CustomerSessions.ts';
import type { DriverDb } from './driverPart.ts';
import { SESSIONS } from './indexes.ts';
import { recordAnswers } from './recordAnswers.ts';
import { sessionOfDocument } from './sessionDocument.ts';

/** @param timeoutMs how long the command may take; absent means as long as the driver waits */
export const mongoCustomerSessions = ({
  db,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
}): CustomerSessions => {
  const { findAll } = recordAnswers(timeoutMs);
  return {
    latest: async (site, customer, { startedByMs, seenSinceMs }) => {
      const [found] = await findAll(
        'find a session of a customer',
        db.collection(SESSIONS),
        {
          siteId: site,
          customerId: customer,
          startedAt: { $lte: new Date(startedByMs) },
          lastSeenAt: { $gte: new Date(seenSinceMs) },
        },
        { sort: { startedAt: -1, _id: 1 }, limit: 1 },
      );
      if (found === undefined) return undefined;
      const { id, browser, visitor, startedAt } = sessionOfDocument(found);
      return { id, browser, visitor, startedAt };
    },
  };
};
