import { QUEUE_SETTINGS } from '../../functions/writer/queueSettings.ts';
import type { Random } from '../numbers/random.ts';
import type { KeyedChance } from './keyedChance.ts';
import type { Timeline } from './timeline.ts';

interface Queued {
  readonly id: string;
  readonly body: string;
  visibleAtMs: number;
  receives: number;
}

export interface Received {
  readonly messageId: string;
  readonly body: string;
}

const VISIBILITY_MS = QUEUE_SETTINGS.visibilityTimeoutSeconds * 1_000;
const WINDOW_MS = QUEUE_SETTINGS.maxBatchingWindowSeconds * 1_000;
/** How often a consumer that had no time looks again. */
const LOOK_AGAIN_MS = 150;

/**
 * A queue as SQS's standard queues are: at least once, in any order, in batches; what is not deleted comes again, and after so many
 * times goes to the dead letters.
 */
export const createSimulatedQueue = ({
  timeline,
  chanceOf,
}: {
  readonly timeline: Timeline;
  readonly chanceOf: KeyedChance;
}) => {
  const queued = new Map<string, Queued>();
  /** Messages that the queue itself gave up. */
  const givenUp: string[] = [];
  const deadLetters: { readonly body: string; readonly reason: string }[] = [];
  /** Of batches: where they are small, several consumers have messages of one session at once. */
  const sizes = chanceOf('batch sizes').pick([[1], [1, 2, 3], [10]]);
  let sent = 0;
  let wakes = 0;
  let atPeace = false;
  let consume: ((messages: readonly Received[]) => boolean) | undefined;

  const wake = (delayMs: number): void => {
    timeline.after(delayMs, look);
  };

  /** Most come with others, at the end of a batching window. */
  const delayOf = (random: Random): number => {
    if (random.chance(0.04)) return random.int(1, 10 * 60_000);
    if (random.chance(0.2)) return random.int(1, WINDOW_MS);
    return WINDOW_MS - (timeline.nowMs() % WINDOW_MS);
  };

  const giveUp = (nowMs: number): void => {
    for (const { id, body, receives, visibleAtMs } of queued.values()) {
      if (receives < QUEUE_SETTINGS.maxReceiveCount || visibleAtMs > nowMs) continue;
      queued.delete(id);
      givenUp.push(body);
    }
  };

  const look = (): void => {
    const nowMs = timeline.nowMs();
    giveUp(nowMs);
    const visible = [...queued.values()].filter(({ visibleAtMs }) => visibleAtMs <= nowMs);
    if (visible.length === 0) return;
    wakes += 1;
    const random = chanceOf(`batch ${wakes}`);
    const most = atPeace ? QUEUE_SETTINGS.batchSize : random.pick(sizes);
    const batch = visible
      .sort((a, b) => chanceOf(a.id).int(0, 9) - chanceOf(b.id).int(0, 9) || (a.id < b.id ? -1 : 1))
      .slice(0, most);
    const isTaken = consume?.(batch.map(({ id, body }) => ({ messageId: id, body })));
    if (isTaken !== true) {
      wake(LOOK_AGAIN_MS);
      return;
    }
    for (const message of batch) {
      message.receives += 1;
      // Now and then another consumer gets it too.
      const again = !atPeace && random.chance(0.02);
      message.visibleAtMs = nowMs + (again ? random.int(0, 1_000) : VISIBILITY_MS);
      wake(message.visibleAtMs - nowMs);
    }
    if (visible.length > batch.length) wake(1);
  };

  return {
    deadLetters,
    givenUp,
    rest: () => {
      atPeace = true;
    },
    waiting: () => queued.size,
    /** @param take false where nobody has time for a batch now */
    consumedBy: (take: (messages: readonly Received[]) => boolean) => {
      consume = take;
    },
    send: async (body: string): Promise<void> => {
      sent += 1;
      const id = `message ${sent}`;
      const random = chanceOf(id);
      const delayMs = atPeace ? 1 : delayOf(random);
      queued.set(id, { id, body, visibleAtMs: timeline.nowMs() + delayMs, receives: 0 });
      wake(delayMs);
    },
    delete: (id: string): void => {
      // A deletion that is lost: the message comes again.
      const receives = queued.get(id)?.receives ?? 0;
      if (!atPeace && chanceOf(`deletion ${receives} of ${id}`).chance(0.02)) return;
      queued.delete(id);
    },
  };
};
