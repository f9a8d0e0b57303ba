import type { BrowserId, SessionId, SiteId, VisitorId } from '../ids.ts';
import type { QualityCounts } from '../metrics/piece.ts';
import type { SessionEvent } from './event.ts';

/** Version of the queue message; the writer accepts every version that was ever released. */
export const MESSAGE_VERSION = 1;
/** A message's largest size in bytes of JSON (SQS takes more; this bounds the writer's memory). */
export const MAX_MESSAGE_BYTES = 200_000;

/** One tracked request, on its way from the middleware to the writer. */
export interface QueueMessage {
  readonly v: typeof MESSAGE_VERSION;
  readonly session: MessageSession;
  readonly events: readonly SessionEvent[];
  /** What the sender has counted since it last said so: of any site, and nothing to do with this session. */
  readonly quality?: readonly QualityRecord[];
}

/** What one process counted of what may be missing from a site's numbers. Told again, it counts once. */
export interface QualityRecord {
  readonly id: string;
  readonly site: SiteId;
  /** Epoch milliseconds; decides the hour that it belongs to. */
  readonly at: number;
  readonly counts: QualityCounts;
}

/** A message carries at most this many. */
export const MAX_QUALITY_RECORDS = 20;

export interface MessageSession {
  readonly id: SessionId;
  readonly site: SiteId;
  readonly browser: BrowserId;
  readonly visitor: VisitorId;
  readonly startedAt: number;
}
