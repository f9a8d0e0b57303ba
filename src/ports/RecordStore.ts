import type { StoredEvent } from '../domain/events/event.ts';
import type { QualityRecord } from '../domain/events/message.ts';
import type { BrowserId, SessionId, SiteId, VisitorId } from '../domain/ids.ts';
import type { UnjoinedTold } from '../domain/orders/shopOrder.ts';
import type { SessionRecord } from '../domain/sessions/session.ts';

export interface SessionKey {
  readonly site: SiteId;
  readonly browser: BrowserId;
  readonly id: SessionId;
}

/** A login after which another visitor's sessions count for its own. */
export type AliasEvent = StoredEvent & { readonly formerVisitor: VisitorId };

/** Until when what is of an instant of a site is kept (epoch milliseconds): a session and its events by the session's start. */
export type KeptUntil = (site: SiteId, atMs: number) => number | undefined;

export interface InsertedEvents {
  readonly inserted: number;
  readonly duplicates: number;
  /** Those that were new to the record. */
  readonly fresh: readonly StoredEvent[];
}

/** A message that passed no queue, as its text. */
export interface KeptMessage {
  readonly id: string;
  readonly site: SiteId;
  /** Since when it is kept, epoch milliseconds. */
  readonly at: number;
  readonly body: string;
}

/** What stands in for the queue while that refuses: messages, from before they are begun to be written until all of each is. */
export interface KeptMessages {
  keepMessage(message: KeptMessage): Promise<void>;
  /** A site's that are kept since before an instant (epoch milliseconds), oldest first. */
  keptMessages(
    site: SiteId,
    which: { readonly before: number; readonly limit: number; readonly except?: readonly string[] },
  ): Promise<KeptMessage[]>;
  dropMessages(ids: readonly string[]): Promise<void>;
}

/**
 * The record: what stays of sessions and events.
 * Every method throws {@link RecordUnavailable}, with its cause, where the store does not answer.
 */
export interface RecordStore extends KeptMessages {
  /** Stores events by id in one command; one that is there already is a success. */
  insertEvents(events: readonly StoredEvent[], keptUntil?: KeptUntil): Promise<InsertedEvents>;
  /** All events of these sessions, in no particular order, in one command. */
  eventsOfSessions(keys: readonly SessionKey[]): Promise<StoredEvent[]>;
  /**
   * Stores folds in one command, each only where `(epoch, eventsSeen)` is greater than what is stored; in a second one those
   * that met another writer's very first fold of the same session.
   */
  saveSessions(sessions: readonly SessionRecord[], keptUntil?: KeptUntil): Promise<void>;
  /**
   * Notes what servers' events tell of orders, in one command; in a second one those whose order another writer made meanwhile.
   * In whatever order and however often they are told, the orders are the same.
   */
  tellOrders(events: readonly StoredEvent[]): Promise<void>;
  /** Notes orders and refunds that no session is known of, as `tellOrders` does: where one is told later, it counts. */
  tellUnjoinedOrders(told: readonly UnjoinedTold[]): Promise<void>;
  /** Notes whose sessions count for whom, as `tellOrders` does; of several words on one visitor the earliest counts. */
  tellAliases(events: readonly AliasEvent[]): Promise<void>;
  /** Keeps counts of quality by their ids, in one command; one that is there already is a success. */
  insertQuality(records: readonly QualityRecord[], keptUntil?: KeptUntil): Promise<void>;
  /** Those of these events that are of persons who were erased: what is told of them is not written. One command. */
  ofErased(told: readonly StoredEvent[]): Promise<readonly StoredEvent[]>;
  /**
   * Takes away what was just written of persons who were erased meanwhile: their sessions with all events, what logins and orders
   * tell of them. What an erasure under way lists is left to it. One command where there is nobody.
   * @param written the events of a batch, all of it written
   * @returns those of erased persons
   */
  dropErased(written: readonly StoredEvent[]): Promise<readonly StoredEvent[]>;
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
