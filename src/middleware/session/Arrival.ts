import type { BotVerdict } from '../../domain/bots/verdict.ts';
import type { Nonce } from '../../domain/identity/deriveIds.ts';
import type { CustomerId } from '../../domain/ids.ts';
import type { HotSession, SessionContext } from '../../domain/sessions/session.ts';
import type { Site } from '../../domain/site.ts';
import type { Identity } from '../readIdentity.ts';

/** What a request brings to its session. */
export interface Arrival {
  readonly site: Site;
  readonly identity: Identity;
  readonly nonce: Nonce | undefined;
  /** Whom the request itself proves to be a customer's, by a token of the shop's. */
  readonly customer: CustomerId | undefined;
  readonly bot: BotVerdict;
  /** For a bot's identity of the day. */
  readonly truncatedAddress: () => string | undefined;
  readonly userAgent: string | undefined;
  readonly nowMs: number;
  readonly pageViews: number;
  readonly events: number;
  /** Whether the caller reads more of the session than its cookie holds: then the record is asked where Redis does not answer. */
  readonly needsDetails: boolean;
  /** What the request tells of a session that it begins; asked for only then. */
  readonly describe: (facts: { newBrowser: boolean; secret: string }) => SessionContext;
}

/**
 * How the session was come by.
 * `hit`: live in Redis. `restored`: from the record. `kept`: from its signed cookie alone. `created`: new.
 * `joined`: a parallel request of the same browser created it a moment before.
 */
export type SessionOrigin = 'hit' | 'restored' | 'kept' | 'created' | 'joined';

export interface OpenedSession {
  readonly session: HotSession;
  readonly origin: SessionOrigin;
  /** Whether a `session_touched` is due. */
  readonly touchDue: boolean;
  /** The cookie is from before a login, and in its minute of grace: the request is told nothing of whom the session is now. */
  readonly grace?: boolean;
}

/** A session with this visit in its counters, where no store has counted it. */
export const withVisitCounted = (session: HotSession, arrival: Arrival): HotSession => ({
  ...session,
  lastSeenAt: Math.max(session.lastSeenAt, arrival.nowMs),
  pageViews: session.pageViews + arrival.pageViews,
  events: session.events + arrival.events,
});
