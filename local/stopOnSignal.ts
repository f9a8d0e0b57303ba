import { type Log, thrown } from '../src/ports/Log.ts';
import type { Footfall } from './startFootfall.ts';

/** npm passes on the signal that the terminal has given to both of them: two that come this close are one Ctrl-C. */
const SAME_PRESS_MS = 500;
/** Stopping takes no longer than this, whatever hangs. */
const GIVE_UP_MS = 10_000;
/** 128 and the number of SIGINT, as shells have it. */
const INTERRUPTED = 130;

/** Ctrl-C and SIGTERM stop in good order and end with 0; a second Ctrl-C ends at once. What was answered is kept in both cases. */
export const stopOnSignal = (footfall: Footfall, log: Log): void => {
  let askedAt: number | undefined;
  const stop = async (): Promise<void> => {
    log.info('stopping: answering what is in hand, writing what was accepted');
    setTimeout(() => {
      log.warn('something does not stop; what is not written yet is in the data folder, for the next start');
      process.exit(1);
    }, GIVE_UP_MS).unref();
    try {
      await footfall.stop();
      log.info('stopped; everything is kept');
      process.exit(0);
    } catch (error) {
      log.error('did not stop in good order', thrown(error));
      process.exit(1);
    }
  };
  const onSignal = (): void => {
    const now = performance.now();
    if (askedAt === undefined) {
      askedAt = now;
      void stop();
    } else if (now - askedAt > SAME_PRESS_MS) process.exit(INTERRUPTED);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
};
