import type { SessionVerdict } from '../domain/bots/verdict.ts';
import type { BrowserId, SessionId, SiteId, VisitorId } from '../domain/ids.ts';

/** A session and its stored verdict. */
export interface JudgedSession {
  readonly id: SessionId;
  readonly browser: BrowserId;
  readonly visitor: VisitorId;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Of the stored fold: a verdict that is to replace it has a greater one. */
  readonly epoch: number;
  /** Events of the stored fold. */
  readonly eventsSeen: number;
  /** Absent where nothing speaks against it. */
  readonly verdict?: SessionVerdict;
}

/** A session against which something speaks, as far as it shows why. */
export interface SuspiciousSession extends JudgedSession {
  readonly verdict: SessionVerdict;
  readonly device: string;
  readonly country?: string;
  readonly landingPage?: string;
}

/**
 * What the record knows of bots. Sessions of which somebody had themselves erased are in none of it: nothing is left to judge them by.
 * Every method throws `RecordUnavailable`, with its cause, where the store does not answer.
 */
export interface BotRecord {
  /** Sessions started in the span, in batches, in no particular order. */
  judgedSessions(site: SiteId, fromMs: number, toMs: number): AsyncIterable<readonly JudgedSession[]>;
  /** Those of them against which something speaks, or of which the staff said something. */
  suspiciousSessions(site: SiteId, fromMs: number, toMs: number): AsyncIterable<readonly SuspiciousSession[]>;
  findJudged(site: SiteId, session: SessionId): Promise<JudgedSession | undefined>;
}
