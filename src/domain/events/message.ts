import type { BrowserId, SessionId, SiteId, VisitorId } from '../ids.ts';
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
}

export interface MessageSession {
  readonly id: SessionId;
  readonly site: SiteId;
  readonly browser: BrowserId;
  readonly visitor: VisitorId;
  readonly startedAt: number;
}
