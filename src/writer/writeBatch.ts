import type { QualityRecord } from '../domain/events/message.ts';
import { parseMessage } from '../domain/events/parseMessage.ts';
import type { Site } from '../domain/site.ts';
import type { DeadLetters } from '../ports/DeadLetters.ts';
import { type Log, thrown } from '../ports/Log.ts';
import { siteOfUnreadable } from './siteOfUnreadable.ts';
import type { WriteMessages } from './writeMessages.ts';

/** A message as the queue delivered it. */
export interface Delivery {
  /** The queue's id of it, by which it is reported. */
  readonly id: string;
  readonly body: string;
}

/** What became of each delivery. */
export type Outcome =
  | { readonly id: string; readonly outcome: 'written' }
  | { readonly id: string; readonly outcome: 'refused'; readonly reason: string }
  /** Refused, but the dead letters did not take it: it must be delivered again. */
  | { readonly id: string; readonly outcome: 'failed'; readonly reason: string };

/**
 * Writes what can be written and sends to the dead letters, with its reason, what cannot: at once, for the queue's own
 * redrive comes only after so many attempts as an outage may take. One bad message blocks nobody.
 *
 * What can be written is written first: an outage of the record rejects before a dead letter is sent, so that each attempt
 * of the batch does not send it again. What will be buried is counted with it, by the queue's id of it: once, however often it
 * comes.
 * @throws RecordUnavailable: the whole batch is to be delivered again
 */
export const writeBatch = ({
  write,
  deadLetters,
  sites,
  log,
  now,
}: {
  readonly write: WriteMessages;
  readonly deadLetters: DeadLetters;
  readonly sites: readonly Site[];
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): ((deliveries: readonly Delivery[]) => Promise<readonly Outcome[]>) => {
  const bury = async ({ id, body }: Delivery, reason: string): Promise<Outcome> => {
    try {
      await deadLetters.send(body, reason);
      log.warn('message refused', { messageId: id, reason });
      return { id, outcome: 'refused', reason };
    } catch (error) {
      log.error('message refused, but the dead letters did not take it', {
        messageId: id,
        reason,
        ...thrown(error),
      });
      return { id, outcome: 'failed', reason };
    }
  };

  const countedAsBuried = ({ id, body }: Delivery): QualityRecord[] => {
    const site = siteOfUnreadable(body, sites);
    return site === undefined ? [] : [{ id: `buried:${id}`, site, at: now(), counts: { deadLettered: 1 } }];
  };

  return async (deliveries) => {
    const parsed = deliveries.map((delivery) => ({ delivery, result: parseMessage(delivery.body) }));
    const good = parsed.flatMap(({ delivery, result }) =>
      result.ok ? [{ delivery, message: result.message }] : [],
    );
    const { refused } = await write(
      good.map(({ message }) => message),
      parsed.flatMap(({ delivery, result }) => (result.ok ? [] : countedAsBuried(delivery))),
    );

    const reasons = new Map<Delivery, string>();
    for (const { delivery, result } of parsed) if (!result.ok) reasons.set(delivery, result.reason);
    for (const { index, reason } of refused) {
      const delivery = good[index]?.delivery;
      if (delivery) reasons.set(delivery, reason);
    }
    return Promise.all(
      deliveries.map((delivery): Outcome | Promise<Outcome> => {
        const reason = reasons.get(delivery);
        return reason === undefined ? { id: delivery.id, outcome: 'written' } : bury(delivery, reason);
      }),
    );
  };
};
