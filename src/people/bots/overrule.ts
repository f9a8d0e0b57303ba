import { ApiFault } from '../../analytics/http/ApiFault.ts';
import type { SessionId } from '../../domain/ids.ts';
import type { Site } from '../../domain/site.ts';
import type { Deliver } from '../../middleware/SessionDependencies.ts';
import type { BotRecord } from '../../ports/BotRecord.ts';
import type { RecordStore } from '../../ports/RecordStore.ts';
import { verdictMessage } from '../../writer/verdictMessage.ts';

/** What the staff say of a session. */
export interface StaffsWord {
  readonly sessionId: string;
  readonly browserId?: string | undefined;
  readonly bot: boolean;
  readonly note?: string | undefined;
}

/**
 * Tells the record, by way of the queue, what the staff say of a session.
 * @param deps.nowMs epoch milliseconds
 * @throws ApiFault: 404 where no such session is kept, 409 where some of its events are gone; RecordUnavailable, EventsNotDelivered
 */
export const overrule = async (
  {
    bots,
    record,
    deliver,
    site,
    nowMs,
    randomId,
  }: {
    readonly bots: Pick<BotRecord, 'findJudged'>;
    readonly record: Pick<RecordStore, 'eventsOfSessions'>;
    readonly deliver: Deliver;
    readonly site: Site;
    readonly nowMs: number;
    readonly randomId: () => string;
  },
  { sessionId, browserId, bot, note }: StaffsWord,
): Promise<void> => {
  const session = await bots.findJudged(site.id, sessionId as SessionId);
  if (session === undefined || (browserId !== undefined && browserId !== session.browser)) {
    throw new ApiFault({
      status: 404,
      code: 'not_found',
      message: 'No such session is kept.',
      field: 'sessionId',
    });
  }
  const { id, browser, eventsSeen } = session;
  const kept = await record.eventsOfSessions([{ site: site.id, browser, id }]);
  // The fold of what is left would replace that of all.
  if (kept.length < eventsSeen) {
    throw new ApiFault({
      status: 409,
      code: 'events_gone',
      message: 'Some of the session’s events are deleted by age; its numbers stay as they are.',
      field: 'sessionId',
    });
  }
  await deliver(
    verdictMessage(site.id, session, {
      id: `staff:${randomId()}`,
      type: 'bot_overruled',
      properties: { bot, ...(note === undefined ? {} : { note }) },
      nowMs,
    }),
  );
};
