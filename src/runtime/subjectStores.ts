import { randomBytes, randomUUID } from 'node:crypto';
import type { DriverDb } from '../adapters/mongodb/driverPart.ts';
import { mongoAuditTrail } from '../adapters/mongodb/mongoAuditTrail.ts';
import { mongoErasures, type Purge } from '../adapters/mongodb/mongoErasures.ts';
import { mongoSubjects } from '../adapters/mongodb/mongoSubjects.ts';
import type { SubjectStores } from '../people/subject/SubjectStores.ts';

/** Where persons are, but for their live sessions. */
export interface StoredPersons extends Omit<SubjectStores, 'hotSessions'> {
  readonly erasures: ReturnType<typeof mongoErasures>;
}

/**
 * Where persons are, in one database.
 * @param timeoutMs how long each command may take; absent means as long as the driver waits
 */
export const subjectStores = ({
  purge,
  ...place
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
  readonly purge?: Purge;
}): StoredPersons => ({
  subjects: mongoSubjects(place),
  erasures: mongoErasures({ ...place, ...(purge === undefined ? {} : { purge }) }),
  audit: mongoAuditTrail(place),
  randomId: randomUUID,
  randomBytes,
});
