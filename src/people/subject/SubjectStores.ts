import type { AuditTrail } from '../../ports/AuditTrail.ts';
import type { Erasures } from '../../ports/Erasures.ts';
import type { HotSessions } from '../../ports/HotSessions.ts';
import type { Subjects } from '../../ports/Subjects.ts';

/** Where persons are, for a copy of what is held of them and for their erasure. */
export interface SubjectStores {
  readonly subjects: Subjects;
  readonly erasures: Erasures;
  readonly audit: AuditTrail;
  readonly hotSessions: Pick<HotSessions, 'held' | 'erase'>;
  /** A random UUID. */
  readonly randomId: () => string;
  /** So many random bytes. */
  readonly randomBytes: (count: number) => Uint8Array;
}
