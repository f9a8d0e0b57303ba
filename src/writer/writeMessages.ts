import type { QueueMessage } from '../domain/events/message.ts';
import { foldSession } from '../domain/sessions/foldSession.ts';
import type { Site } from '../domain/site.ts';
import type { Log } from '../ports/Log.ts';
import type { RecordStore } from '../ports/RecordStore.ts';
import { distinctSessions, groupBySession } from './groupBySession.ts';
import { storedEvents } from './storedEvents.ts';

export interface WriteResult {
  /** Events that were new to the record. */
  readonly inserted: number;
  /** Events that it had already: told twice, or written by an earlier attempt. */
  readonly duplicates: number;
  /** Sessions that were folded and saved. */
  readonly sessions: number;
  /** Messages that no retry can help, by their index. */
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
}

/**
 * The writer: a batch of messages -> the record, in three commands whatever its size, and none for an empty batch.
 *
 * Its effect is exactly once under duplicates, any order, and a crash at any point (design, section 3): events are inserted
 * by id; *then* the events of the touched sessions are read back and folded; the folds are saved where they saw more than
 * what is stored. Whoever inserts last sees all, so the order of the three steps must not change, and a batch is
 * acknowledged only after the last one.
 * @throws RecordUnavailable: nothing of the batch is acknowledged, all of it may be repeated
 */
export const writeMessages = ({
  record,
  sites,
  log,
}: {
  readonly record: RecordStore;
  readonly sites: readonly Site[];
  readonly log: Log;
}): ((messages: readonly QueueMessage[]) => Promise<WriteResult>) => {
  const siteById = new Map(sites.map((site) => [site.id, site]));

  return async (messages) => {
    const refused = messages.flatMap(({ session }, index) =>
      siteById.has(session.site) ? [] : [{ index, reason: 'the message is of a site that is not served' }],
    );
    const known = messages.filter(({ session }) => siteById.has(session.site));
    if (known.length === 0) return { inserted: 0, duplicates: 0, sessions: 0, refused };

    const told = known.flatMap(storedEvents);
    const distinct = [...new Map(told.map((event) => [event.id, event])).values()];
    const { inserted } = await record.insertEvents(distinct);

    const keys = distinctSessions(known.map(({ session: { site, browser, id } }) => ({ site, browser, id })));
    const stored = await record.eventsOfSessions(keys);
    const folds = groupBySession(keys, stored).flatMap(({ key, events }) => {
      const site = siteById.get(key.site);
      const fold = site && foldSession({ events, site });
      return fold ? [fold] : [];
    });
    await record.saveSessions(folds);

    const result = { inserted, duplicates: told.length - inserted, sessions: folds.length, refused };
    log.info('messages written', {
      messages: messages.length,
      refused: refused.length,
      inserted,
      duplicates: result.duplicates,
      sessions: result.sessions,
    });
    return result;
  };
};
