import type { StoredEvent } from '../domain/events/event.ts';
import type { BrowserId, SessionId, SiteId } from '../domain/ids.ts';
import type { SessionRecord } from '../domain/sessions/session.ts';

export interface SessionKey {
  readonly site: SiteId;
  readonly browser: BrowserId;
  readonly id: SessionId;
}

/**
 * The record: what stays of sessions and events.
 * Every method throws {@link RecordUnavailable}, with its cause, where the store does not answer.
 */
export interface RecordStore {
  /** Stores events by id in one command; one that is there already is a success. */
  insertEvents(events: readonly StoredEvent[]): Promise<{ inserted: number; duplicates: number }>;
  /** All events of these sessions, in no particular order, in one command. */
  eventsOfSessions(keys: readonly SessionKey[]): Promise<StoredEvent[]>;
  /**
   * Stores folds in one command, each only where `(epoch, eventsSeen)` is greater than what is stored; in a second one those
   * that met another writer's very first fold of the same session.
   */
  saveSessions(sessions: readonly SessionRecord[]): Promise<void>;
  findSession(key: SessionKey): Promise<SessionRecord | undefined>;
  /** The site's latest sessions, newest first; for people who look, not for metrics. */
  recentSessions(site: SiteId, limit: number): Promise<SessionRecord[]>;
  /** Makes the indexes; safe to repeat. */
  ensureIndexes(): Promise<void>;
  /** Resolves where the record answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The record did not answer in time, or refused for a reason that may pass. */
export class RecordUnavailable extends Error {
  override readonly name = 'RecordUnavailable';
}
