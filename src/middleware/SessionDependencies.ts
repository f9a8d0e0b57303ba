import type { KeyRing } from '../domain/cookies/signedValue.ts';
import type { QueueMessage } from '../domain/events/message.ts';
import type { Site } from '../domain/site.ts';
import type { CustomerIdentities } from '../ports/CustomerIdentities.ts';
import type { DailySalts } from '../ports/DailySalts.ts';
import type { HotSessions } from '../ports/HotSessions.ts';
import type { Log } from '../ports/Log.ts';
import type { RateLimits } from '../ports/RateLimits.ts';
import type { RecordStore } from '../ports/RecordStore.ts';
import type { QualityTally } from '../writer/createQualityTally.ts';

/** How long a session that neither store knows is believed from its cookie alone: the writer may not have come to it yet. */
export const DEFAULT_SESSION_CONFIRM_MS = 5 * 60_000;

/** Sends a message on its way to the record; rejects where neither the queue nor the record took it. */
export type Deliver = (message: QueueMessage) => Promise<void>;

/** What the session middleware needs from outside. */
export interface SessionDependencies {
  readonly sites: readonly [Site, ...Site[]];
  readonly keys: KeyRing;
  /** Within their budget and behind their breaker. */
  readonly hotSessions: HotSessions;
  /** Within their budget; on the hot sessions' own connection, so that the two are asked in one trip. Absent: nothing is limited. */
  readonly limits?: RateLimits | undefined;
  /** The record's look-up of one session, within its budget and behind its breaker. */
  readonly findSession: RecordStore['findSession'];
  readonly deliver: Deliver;
  /** Which visitor each customer is; asked by a login alone. */
  readonly identities: CustomerIdentities;
  /** For sites that keep no cookies; asked by their requests alone. Within its budget and behind its breaker. */
  readonly salts?: Pick<DailySalts, 'saltOf'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A random UUID. */
  readonly randomId: () => string;
  readonly log: Log;
  /** Counts what is refused, distrusted or lost, by reason. */
  readonly count: (what: string) => void;
  /** Counts what a site's numbers will lack; told with a message. */
  readonly quality?: Pick<QualityTally, 'count'>;
  readonly originSecret?: string | undefined;
  readonly sessionConfirmMs?: number | undefined;
}
