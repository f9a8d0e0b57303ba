import { runSchedule } from '../../test/chaos/runSchedule.ts';
import { seedOf } from '../../test/chaos/seedOf.ts';
import type { Share, Told } from './wire.ts';

const tell = (told: Told): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(told, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });

/** Runs a share of the schedules, and tells of each. */
process.once('message', async ({ seed, first, every, until }: Share) => {
  for (let number = first; number < until; number += every) {
    const { breaches, accepted, fired, mishaps } = await runSchedule({ seed: seedOf(seed, number) });
    await tell({ number, breaches, accepted, faults: fired.length + mishaps.length });
  }
  process.disconnect();
});
