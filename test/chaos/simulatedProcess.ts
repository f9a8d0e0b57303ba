import type { ProcessName } from './plan.ts';

/** The process is no more: whoever waited for its answer gets none. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied';
}

/** One life of a process: what it holds in memory ends with it. */
export interface SimulatedProcess {
  readonly name: ProcessName;
  readonly isAlive: () => boolean;
  /** Its own clock, epoch milliseconds. */
  readonly now: () => number;
  /** Rejects when it dies. */
  readonly died: Promise<never>;
  readonly kill: () => void;
}

/** @param onDeath called once */
export const startProcess = ({
  name,
  now,
  onDeath,
}: {
  readonly name: ProcessName;
  readonly now: () => number;
  readonly onDeath: () => void;
}): SimulatedProcess => {
  let alive = true;
  const { promise: died, reject } = Promise.withResolvers<never>();
  died.catch(() => undefined);
  return {
    name,
    isAlive: () => alive,
    now,
    died,
    kill: () => {
      if (!alive) return;
      alive = false;
      reject(new ProcessDied(`${name} was killed`));
      onDeath();
    },
  };
};
