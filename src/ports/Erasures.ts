import type { SiteId } from '../domain/ids.ts';
import type { Subject, SubjectName } from '../domain/subject/subject.ts';
import type { StaffBy } from './AuditTrail.ts';

/** How long a tombstone stays: longer than a message waits in the queue (7 days) or among the dead letters (14). */
export const TOMBSTONES_KEPT_MS = 15 * 24 * 60 * 60_000;

/** Longer than the function that erases may run (29 s): what it holds when it is killed, it holds until then. */
export const ERASING_LEASE_MS = 60_000;

/** An erasure that was begun. Its ids are kept until it is finished, so that what a crash left can be. */
export interface Erasure {
  readonly id: string;
  readonly subject: Subject;
  /** Random: what remains of a person is named under it. Gone with the erasure, and with it every way back to the old ids. */
  readonly key: string;
  /** By what they came in who asked for it. */
  readonly by: StaffBy;
}

/** How many documents an erasure touched, by collection. */
export type ErasedCounts = { readonly [collection: string]: number };

/**
 * Erases persons from the record. Each method may be repeated, and throws `RecordUnavailable`, with its cause, where the store does
 * not answer.
 */
export interface Erasures {
  /**
   * Lets one erasure of a site run at a time: for {@link ERASING_LEASE_MS}, or until it is let go.
   * @param holder whose it is; the same one may ask again
   * @returns whether it is theirs now
   */
  hold(site: SiteId, holder: string, nowMs: number): Promise<boolean>;
  letGo(site: SiteId, holder: string): Promise<void>;
  /** The erasure that one of these ids is part of and that was not finished. */
  unfinished(site: SiteId, ids: readonly string[]): Promise<Erasure | undefined>;
  /** Erasures that were begun before an instant (epoch milliseconds) and not finished, however often they were begun again. */
  leftSince(site: SiteId, before: number): Promise<Erasure[]>;
  /** Notes what is to be erased, and puts the tombstones: before anything is erased. */
  begin(erasure: Erasure, names: readonly SubjectName[], nowMs: number): Promise<void>;
  /** Erases the person's documents, and leaves what numbers need and nobody is named by: of visitors too, who are still there. */
  erase(erasure: Erasure): Promise<ErasedCounts>;
  /** Takes away whom visitors and customers are, and the visitors' numbers: after which no id leads to a number. */
  unlink(erasure: Erasure): Promise<ErasedCounts>;
  /** Erases once more what a writer may have saved meanwhile, and forgets what was to be erased. */
  finish(erasure: Erasure): Promise<void>;
  /** Whether there is a tombstone of this name: for a process that keeps the hot sessions itself. */
  isErased(site: SiteId, name: SubjectName): Promise<boolean>;
}
