import type { BrowserId, SessionId, VisitorId } from '../ids.ts';
import type { SessionOrder } from '../sessions/session.ts';

/** What the metrics need to know of a session: the record's projection of it. Times are epoch milliseconds. */
export interface SessionFact {
  readonly id: SessionId;
  readonly browser: BrowserId;
  /** As the session says; an alias may make it another's. */
  readonly visitor: VisitorId;
  /** The visitor's number, where the aggregator gave one already. */
  readonly numbered?: NumberedVisitor;
  readonly startedAt: number;
  readonly lastSeenAt: number;
  readonly durationMs: number;
  readonly engagedMs: number;
  readonly pageViews: number;
  readonly bounce: boolean;
  readonly newBrowser: boolean;
  readonly productViews: number;
  readonly cartAdds: number;
  readonly cartValueMinor?: number;
  readonly checkoutStarted: boolean;
  readonly converted: boolean;
  readonly orders: readonly SessionOrder[];
  readonly device?: string;
  readonly browserName?: string;
  readonly os?: string;
  readonly country?: string;
  readonly channel?: string;
  readonly source?: string;
  readonly campaign?: string;
  readonly landingPage?: string;
  readonly exitPage?: string;
  /** Why the session is a bot's; absent of people. */
  readonly botReasons?: readonly string[];
  /** Events stored of it. */
  readonly eventsSeen: number;
}

/** What the aggregator noted on a session. */
export interface NumberedVisitor {
  /** Whose number it is: the session's visitor, or whom that one is an alias of. */
  readonly visitor: VisitorId;
  readonly number: number;
  /** Whether this is the visitor's first session ever, over all its browsers. */
  readonly first: boolean;
}
