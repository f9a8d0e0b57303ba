import type { QueueMessage } from '../domain/events/message.ts';
import { type EventQueue, QueueUnavailable } from '../ports/EventQueue.ts';
import { type Log, thrown } from '../ports/Log.ts';
import type { QualityTally } from '../writer/createQualityTally.ts';
import type { Deliver } from './SessionDependencies.ts';

/** Neither the queue nor the record took a message: its events are lost unless their sender keeps them. */
export class EventsNotDelivered extends Error {
  override readonly name = 'EventsNotDelivered';
}

/** Longer messages travel alone: at three bytes a character the counts still fit into `MAX_MESSAGE_BYTES`. */
const MAX_LENGTH_WITH_QUALITY = 50_000;

/**
 * Queue first; where it refuses, through to the record by the writer's own function (design, section 2, table of faults).
 * What this process has counted goes along with a message, once a minute.
 * @param writeThrough the writer, loaded when it is first needed
 */
export const createDelivery =
  ({
    queue,
    writeThrough,
    log,
    count,
    quality,
  }: {
    readonly queue: EventQueue;
    readonly writeThrough: (message: QueueMessage) => Promise<void>;
    readonly log: Log;
    readonly count: (what: string) => void;
    readonly quality?: Pick<QualityTally, 'due' | 'told'>;
  }): Deliver =>
  async (told) => {
    let message = told;
    let body = JSON.stringify(message);
    const due = body.length > MAX_LENGTH_WITH_QUALITY ? [] : (quality?.due() ?? []);
    if (due.length > 0) {
      message = { ...told, quality: due };
      body = JSON.stringify(message);
    }
    try {
      await queue.send(body);
    } catch (refusal) {
      if (!(refusal instanceof QueueUnavailable)) throw refusal;
      count('queue_unavailable');
      try {
        await writeThrough(message);
      } catch (cause) {
        count('events_lost');
        log.error('events lost: neither the queue nor the record took them', {
          eventIds: message.events.map(({ id }) => id),
          ...thrown(cause),
        });
        throw new EventsNotDelivered('neither the queue nor the record took the events', { cause });
      }
    }
    if (due.length > 0) quality?.told(due);
  };
