import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Share, Told } from './wire.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/**
 * Runs schedules in so many processes, and tells of each as it ends.
 * @throws Error where a process ended before its share was done: a schedule that ends in none is a fault of the simulation's
 */
export const runSchedules = async (
  {
    seed,
    from,
    until,
    workers,
  }: { readonly seed: string; readonly from: number; readonly until: number; readonly workers: number },
  onTold: (told: Told) => void,
): Promise<void> => {
  const work = async (index: number): Promise<void> => {
    const worker = fork(WORKER, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    worker.on('message', (told) => onTold(told as Told));
    const share: Share = { seed, first: from + index, every: workers, until };
    worker.send(share);
    const [code] = await once(worker, 'exit');
    if (code !== 0) throw new Error(`a worker ended with ${code} before its schedules were done`);
  };
  await Promise.all(Array.from({ length: workers }, (_, index) => work(index)));
};
