import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import { shortId } from '../shortId.ts';

/** More events of one batch than this are told in one line. */
const MAX_LINES = 8;

/** A record which says in the log what arrives in it: one line an event, or one a batch where much arrives. */
export const toldRecord = (record: RecordStore, log: Log): RecordStore => ({
  ...record,
  insertEvents: async (events, keptUntil) => {
    const result = await record.insertEvents(events, keptUntil);
    if (result.inserted === 0) return result;
    if (events.length <= MAX_LINES && result.duplicates === 0) {
      for (const event of events) log.info(`stored ${told(event)}`, { session: shortId(event.session) });
    } else {
      const sessions = new Set(events.map(({ session }) => session)).size;
      log.info('stored events', { new: result.inserted, known: result.duplicates, sessions });
    }
    return result;
  },
});

const told = ({ type, path }: StoredEvent): string => (path === undefined ? type : `${type} ${path}`);
