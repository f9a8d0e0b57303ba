import { type EventQueue, QueueUnavailable } from '../../src/ports/EventQueue.ts';
import type { Log } from '../../src/ports/Log.ts';
import { seal } from './envelope.ts';
import type { Spool } from './openSpool.ts';

/**
 * A queue that forgets nothing: the message is in the spool before it is sent, and stays there until the writer has
 * finished it, so that `kill -9` at any moment loses nothing that was answered.
 * @throws {@link QueueUnavailable} where the spool or the queue did not take the message; the spool forgets it then
 */
export const spooledQueue = (options: {
  readonly queue: EventQueue;
  readonly spool: Spool;
  readonly log: Log;
}): EventQueue => {
  const { queue, spool, log } = options;

  const spooled = async (body: string): Promise<number> => {
    try {
      return await spool.add(body);
    } catch (cause) {
      throw new QueueUnavailable('the queue spool cannot be written', { cause });
    }
  };

  return {
    send: async (body) => {
      const id = await spooled(body);
      try {
        await queue.send(seal(id, body));
      } catch (error) {
        await spool.clear([id]).catch((clearing: Error) => {
          log.warn('a refused message stays in the queue spool', { error: clearing });
        });
        throw error;
      }
    },
    close: () => queue.close(),
  };
};

const SENT_AGAIN_AT_ONCE = 100;

/** Sends what a former process accepted and did not finish. What the queue refuses stays in the spool, and is logged. */
export const sendAgain = async (options: {
  readonly queue: EventQueue;
  readonly spool: Spool;
  readonly log: Log;
}): Promise<void> => {
  const { queue, spool, log } = options;
  const left = [...spool.open];
  if (left.length > 0)
    log.info('sending what the last run accepted and did not finish', { messages: left.length });
  const send = ([id, body]: readonly [number, string]): Promise<void> =>
    queue.send(seal(id, body)).catch((error: Error) => {
      log.error('a message of the last run is refused by the queue; it stays in the spool', { id, error });
    });
  while (left.length > 0) await Promise.all(left.splice(0, SENT_AGAIN_AT_ONCE).map(send));
};
