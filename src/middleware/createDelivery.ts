import type { QueueMessage } from '../domain/events/message.ts';
import { type EventQueue, QueueUnavailable } from '../ports/EventQueue.ts';
import { type Log, thrown } from '../ports/Log.ts';
import type { Deliver } from './SessionDependencies.ts';

/** Neither the queue nor the record took a message: its events are lost unless their sender keeps them. */
export class EventsNotDelivered extends Error {
  override readonly name = 'EventsNotDelivered';
}

/**
 * Queue first; where it refuses, through to the record by the writer's own function (design, section 2, table of faults).
 * @param writeThrough the writer, loaded when it is first needed
 */
export const createDelivery =
  ({
    queue,
    writeThrough,
    log,
    count,
  }: {
    readonly queue: EventQueue;
    readonly writeThrough: (message: QueueMessage) => Promise<void>;
    readonly log: Log;
    readonly count: (what: string) => void;
  }): Deliver =>
  async (message) => {
    try {
      return await queue.send(JSON.stringify(message));
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
  };
