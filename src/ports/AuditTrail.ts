import type { SiteId } from '../domain/ids.ts';

/** By what the staff came in: a program by its token, a browser by the cookie that a password got it. */
export type StaffBy = 'password' | 'token';

/** What staff did with a person's data: who asked how, and how much it was, never whose. */
export interface AuditEntry {
  readonly id: string;
  readonly site: SiteId;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly action: 'export' | 'erase';
  readonly by: StaffBy;
  /** Documents, by collection. */
  readonly counts: { readonly [collection: string]: number };
  /** Of an erasure. */
  readonly tombstones?: number;
  /** Of an erasure: live copies of sessions that were deleted. */
  readonly hotSessions?: number;
}

/** Every method throws `RecordUnavailable`, with its cause, where the store does not answer. */
export interface AuditTrail {
  /** Notes an entry, once by its id. */
  note(entry: AuditEntry): Promise<void>;
  /** The latest entries of a site, the newest first. */
  latest(site: SiteId, limit: number): Promise<AuditEntry[]>;
}
