import { setTimeout as sleep } from 'node:timers/promises';
import { type Endpoint, endpoint } from '../analytics/http/Operation.ts';
import { healthOperation } from '../analytics/openapi/healthOperation.ts';
import { type Log, thrown } from '../ports/Log.ts';

/** A store, by the name that people know its kind by. */
interface Part {
  readonly store: string;
  /** Rejects where it does not answer. */
  readonly check: () => Promise<unknown>;
}

/** What Footfall stands on. */
export interface HealthParts {
  readonly hotSessions: Part;
  readonly record: Part;
  readonly metrics: Part;
  /** How many messages there are, by what they wait for; rejects where the queue does not answer. */
  readonly queue: () => Promise<{ readonly [what: string]: number }>;
}

/** A part that takes longer is of no use to anybody. */
const BUDGET_MS = 2_000;

/**
 * `GET /health`: which part answers. A part that is down degrades the service and does not stop it, so the status is 200. Anybody
 * may ask: it names no address and no version.
 * @param keptMs how long an answer is given again: who asks often asks nobody but us
 */
export const healthEndpoint = ({
  parts: { hotSessions, record, metrics, queue },
  keptMs,
  log,
}: {
  readonly parts: HealthParts;
  readonly keptMs: number;
  readonly log: Log;
}): Endpoint => {
  const within = <T>(work: Promise<T>): Promise<T> =>
    Promise.race([
      work,
      sleep(BUDGET_MS, undefined, { ref: false }).then(() => {
        throw new Error(`no answer within ${BUDGET_MS} ms`);
      }),
    ]);

  /** What it said, or absent where it is down. */
  const asked = async <T>(
    part: string,
    work: () => Promise<T>,
  ): Promise<{ readonly said: T } | undefined> => {
    try {
      return { said: await within(work()) };
    } catch (error) {
      log.warn('a part does not answer', { part, ...thrown(error) });
      return undefined;
    }
  };
  const healthOf = (answer: object | undefined) => (answer === undefined ? 'down' : 'up');

  const look = async () => {
    const [hot, stored, metered, queued] = await Promise.all([
      asked('hot sessions', hotSessions.check),
      asked('record', record.check),
      asked('metrics', metrics.check),
      asked('queue', queue),
    ]);
    const isUp = [hot, stored, metered, queued].every((answer) => answer !== undefined);
    return {
      status: isUp ? 'up' : 'degraded',
      hotSessions: { store: hotSessions.store, health: healthOf(hot) },
      record: { store: record.store, health: healthOf(stored) },
      metrics: { store: metrics.store, health: healthOf(metered) },
      queue: { health: healthOf(queued), ...queued?.said },
    } as const;
  };

  let last: { readonly atMs: number; readonly value: ReturnType<typeof look> } | undefined;
  return endpoint(healthOperation, async ({ nowMs }) => {
    if (last === undefined || Math.abs(nowMs - last.atMs) >= keptMs) last = { atMs: nowMs, value: look() };
    return { value: await last.value };
  });
};
