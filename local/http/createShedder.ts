import type { Log } from '../../src/ports/Log.ts';

/** How much this server takes on. */
export interface Capacity {
  /** Requests in hand that may be so many for a while: a burst, or what arrived during a pause. */
  readonly maxInFlight: number;
  /** Requests in hand that may be so many all the time. */
  readonly maxStanding: number;
  /** How late the event loop may be all the time. */
  readonly maxDelayMs: number;
  /** How long a while is. */
  readonly patienceMs: number;
}

/**
 * A standing queue of 200 is a wait of a fifth of a second where a thousand requests a second are answered. A thousand for a while is what
 * arrives at 500 a second during a pause of two seconds.
 */
export const DEFAULT_CAPACITY: Capacity = {
  maxInFlight: 1_000,
  maxStanding: 200,
  maxDelayMs: 250,
  patienceMs: 2_000,
};

/** How often it is looked how things stand. */
const LOOK_EVERY_MS = 50;
/** A flood of requests must not be a flood of lines. */
const TELL_EVERY_MS = 10_000;

/** Says when a server has enough to do. */
export interface Shedder {
  /** Whether one more request may be taken on now; one that may not is counted, and told in the log. */
  admits(): boolean;
  began(): void;
  ended(): void;
  stop(): void;
}

/**
 * Refuses early what would only wait. A queue that comes and goes is none of its business; one that stays makes every request
 * late and none the sooner (Nichols and Jacobson, "Controlling queue delay"): it is kept short until it goes. So is what makes the event
 * loop late. Both are over by themselves as soon as less comes than is answered.
 */
export const createShedder = ({
  capacity: { maxInFlight, maxStanding, maxDelayMs, patienceMs } = DEFAULT_CAPACITY,
  log,
}: {
  readonly capacity?: Capacity | undefined;
  readonly log: Pick<Log, 'warn'>;
}): Shedder => {
  let inFlight = 0;
  const standing = lasting(patienceMs);
  const late = lasting(patienceMs);
  let lookedAt = performance.now();
  let refused = 0;
  let toldAt = Number.NEGATIVE_INFINITY;

  const timer = setInterval(() => {
    const nowMs = performance.now();
    late.look(nowMs - lookedAt - LOOK_EVERY_MS > maxDelayMs, nowMs);
    // Held at the one, it has gone when it is at half of it.
    standing.look(inFlight >= (standing.isSo() ? maxStanding / 2 : maxStanding), nowMs);
    lookedAt = nowMs;
  }, LOOK_EVERY_MS);
  timer.unref();

  const tell = (): void => {
    refused += 1;
    const nowMs = performance.now();
    if (nowMs - toldAt < TELL_EVERY_MS) return;
    log.warn('more requests than this server takes: some are answered 503', { requests: refused });
    toldAt = nowMs;
    refused = 0;
  };

  return {
    admits: () => {
      if (inFlight < (standing.isSo() ? maxStanding : maxInFlight) && !late.isSo()) return true;
      tell();
      return false;
    },
    began: () => {
      inFlight += 1;
    },
    ended: () => {
      inFlight -= 1;
    },
    stop: () => clearInterval(timer),
  };
};

/** Whether something has been so each time that it was looked at, for so long. */
const lasting = (patienceMs: number) => {
  let since: number | undefined;
  let lasts = false;
  return {
    look: (isSo: boolean, nowMs: number): void => {
      if (!isSo) since = undefined;
      else since ??= nowMs;
      lasts = since !== undefined && nowMs - since >= patienceMs;
    },
    isSo: () => lasts,
  };
};
