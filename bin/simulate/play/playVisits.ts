import { createTimeQueue } from './timeQueue.ts';
import type { Step, Visit } from './Visit.ts';

/**
 * Requests under way lie this close in simulated time: the server forgets a visit by the clock of whatever request comes next,
 * 30 minutes after it, and a visitor here may be silent for 8.
 */
const WINDOW_MS = 20 * 60_000;

/** A visit under way, and which of its steps is next. */
interface Playing {
  readonly visit: Visit;
  readonly next: number;
}

/**
 * Plays visits in the order of simulated time, so many requests at once; those of one visit one after another.
 * @param send one request; where it rejects, nothing more is begun, and what is under way is awaited
 * @param onVisit called as each visit begins
 * @param onStep called with each finished request
 */
export const playVisits = async ({
  visits,
  connections,
  send,
  onVisit,
  onStep,
}: {
  readonly visits: Iterable<Visit>;
  readonly connections: number;
  readonly send: (step: Step, visit: Visit) => Promise<void>;
  readonly onVisit: (visit: Visit) => void;
  readonly onStep: (step: Step) => Promise<void> | void;
}): Promise<void> => {
  const queue = createTimeQueue<Playing>();
  const coming = visits[Symbol.iterator]();
  const underWay = new Set<Step>();
  const failures: unknown[] = [];
  let upcoming = coming.next();
  let wake: () => void = () => undefined;

  const enqueue = (playing: Playing): void => {
    const step = playing.visit.steps[playing.next];
    if (step !== undefined) queue.push(step.atMs, playing);
  };
  const admit = (): void => {
    while (!upcoming.done && upcoming.value.startMs <= queue.earliestMs) {
      onVisit(upcoming.value);
      enqueue({ visit: upcoming.value, next: 0 });
      upcoming = coming.next();
    }
  };
  const oldestMs = (): number => {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { atMs } of underWay) oldest = Math.min(oldest, atMs);
    return oldest;
  };

  const play = async ({ visit, next }: Playing, step: Step): Promise<void> => {
    underWay.add(step);
    try {
      await send(step, visit);
      await onStep(step);
      enqueue({ visit, next: next + 1 });
    } catch (error) {
      failures.push(error);
    } finally {
      underWay.delete(step);
      wake();
    }
  };

  while (failures.length === 0) {
    admit();
    if (queue.size === 0 && underWay.size === 0) break;
    const mayBegin = underWay.size < connections && queue.earliestMs <= oldestMs() + WINDOW_MS;
    const playing = mayBegin ? queue.pop() : undefined;
    const step = playing?.visit.steps[playing.next];
    if (playing && step) void play(playing, step);
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
  while (underWay.size > 0) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  if (failures.length > 0) throw failures[0];
};
