import type { VerdictEvent } from '../domain/bots/verdictEvents.ts';
import type { EventProperties } from '../domain/events/event.ts';
import { MESSAGE_VERSION, type QueueMessage } from '../domain/events/message.ts';
import type { SiteId } from '../domain/ids.ts';
import { eventIdOf } from '../middleware/messageOf.ts';
import type { JudgedSession } from '../ports/BotRecord.ts';

/**
 * What has a stored session judged anew: one event more, of the next epoch, so that its fold replaces the stored one.
 * @param told.id its own within the session; the same id is the same event, however often it is told
 */
export const verdictMessage = (
  site: SiteId,
  { id, browser, visitor, startedAt, epoch }: JudgedSession,
  told: {
    readonly id: string;
    readonly type: VerdictEvent;
    readonly properties: EventProperties;
    /** Epoch milliseconds. */
    readonly nowMs: number;
  },
): QueueMessage => ({
  v: MESSAGE_VERSION,
  session: { id, site, browser, visitor, startedAt },
  events: [
    {
      id: eventIdOf(site, browser, `verdict:${id}:${told.id}`),
      type: told.type,
      source: 'server',
      occurredAt: told.nowMs,
      receivedAt: told.nowMs,
      epoch: epoch + 1,
      properties: told.properties,
    },
  ],
});
