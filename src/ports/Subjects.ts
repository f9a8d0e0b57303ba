import type { BrowserId, CustomerId, SiteId, VisitorId } from '../domain/ids.ts';
import type { Subject, SubjectSession } from '../domain/subject/subject.ts';

/** Whom a visitor is linked to. */
export interface VisitorLinks {
  readonly visitor: VisitorId;
  readonly owner?: CustomerId;
  /** Whom its sessions count for, since a login. */
  readonly aliasOf?: VisitorId;
  /** Visitors of which some login said that their sessions count for this one. */
  readonly formers: readonly VisitorId[];
}

/** Whom a session is linked to. */
export interface SessionLinks extends SubjectSession {
  readonly visitor: VisitorId;
  readonly customer?: CustomerId;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** By what sessions are asked for. */
export type SessionsBy =
  | { readonly customers: readonly CustomerId[] }
  | { readonly visitors: readonly VisitorId[] }
  | { readonly browsers: readonly BrowserId[] };

/** What the record holds of a person, by collection: as it is stored, without secrets. */
export type HeldDocuments = { readonly [collection: string]: readonly object[] };

/**
 * Persons, as the record holds them: for a copy of it, and for its erasure. Every method throws `RecordUnavailable`, with its cause,
 * where the store does not answer.
 */
export interface Subjects {
  /** Those of these visitors that anything was noted of. */
  visitors(site: SiteId, visitors: readonly VisitorId[]): Promise<VisitorLinks[]>;
  /** Which of these ids are customers' of whom anything is held, and the visitor of those that have one. */
  customers(
    site: SiteId,
    ids: readonly CustomerId[],
  ): Promise<{ readonly customer: CustomerId; readonly visitor?: VisitorId }[]>;
  sessions(site: SiteId, by: SessionsBy): Promise<SessionLinks[]>;
  /** How many events of a person are held, counted no further than `limit`. */
  countEvents(subject: Subject, limit: number): Promise<number>;
  /** All that is held of a person. */
  held(subject: Subject): Promise<HeldDocuments>;
}
