import type { QueueMessage } from '../domain/events/message.ts';
import { type Log, thrown } from '../ports/Log.ts';
import type { KeptMessages } from '../ports/RecordStore.ts';
import type { WriteMessages } from './writeMessages.ts';

/**
 * Writes a message that the queue refused, in the process that wanted to send it. The record keeps the message until all of it is
 * written, as a queue would: a process may be killed between two commands, and then `writeKept` does it again.
 *
 * From the moment it is kept the message is safe: what fails after that is put off, not lost.
 * @throws RecordUnavailable: the message was not kept
 */
export const writeThrough =
  ({
    record,
    write,
    log,
    now,
    randomId,
  }: {
    readonly record: Pick<KeptMessages, 'keepMessage' | 'dropMessages'>;
    readonly write: WriteMessages;
    readonly log: Log;
    /** Epoch milliseconds. */
    readonly now: () => number;
    readonly randomId: () => string;
  }): ((message: QueueMessage) => Promise<void>) =>
  async (message) => {
    const id = randomId();
    await record.keepMessage({ id, site: message.session.site, at: now(), body: JSON.stringify(message) });
    try {
      await write([message]);
      await record.dropMessages([id]);
    } catch (cause) {
      log.warn('a message that the queue refused is kept, to be written later', thrown(cause));
    }
  };
