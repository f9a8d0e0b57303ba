import { parseMessage } from '../domain/events/parseMessage.ts';
import type { Site } from '../domain/site.ts';
import type { Log } from '../ports/Log.ts';
import type { KeptMessages } from '../ports/RecordStore.ts';
import type { WriteMessages } from './writeMessages.ts';

/** Who keeps a message writes it at once, and no request takes so long: an older one was left. */
const LEFT_AFTER_MS = 60_000;
/** A message may have 200 kB, and a batch is in memory at once. */
const BATCH = 50;
/** Of one run: what is left after it has the next minute. */
const MAX_BATCHES = 20;

/**
 * Writes the messages of a site that were kept for want of a queue (`writeThrough`) and whose process did not come to the end of it.
 * Two who do it at once do the same. One that cannot be read stays, is in nobody's way, and each run tells of it.
 * @returns how many were written
 * @throws RecordUnavailable: those that were not dropped come again
 */
export const writeKept =
  ({
    record,
    write,
    log,
    now,
  }: {
    readonly record: Pick<KeptMessages, 'keptMessages' | 'dropMessages'>;
    readonly write: WriteMessages;
    readonly log: Log;
    /** Epoch milliseconds. */
    readonly now: () => number;
  }): ((site: Pick<Site, 'id'>) => Promise<number>) =>
  async (site) => {
    const before = now() - LEFT_AFTER_MS;
    const unreadable: string[] = [];
    let written = 0;
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      const kept = await record.keptMessages(site.id, { before, limit: BATCH, except: unreadable });
      const readable = kept.flatMap(({ id, body }) => {
        const parsed = parseMessage(body);
        if (parsed.ok) return [{ id, message: parsed.message }];
        log.error('a kept message cannot be read', { messageId: id, reason: parsed.reason });
        unreadable.push(id);
        return [];
      });
      if (readable.length > 0) {
        await write(readable.map(({ message }) => message));
        await record.dropMessages(readable.map(({ id }) => id));
        written += readable.length;
      }
      if (kept.length < BATCH) break;
    }
    return written;
  };
