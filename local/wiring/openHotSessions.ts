import { memoryHotSessions } from '../../src/adapters/memory/memoryHotSessions.ts';
import type { Environment } from '../../src/config/environment.ts';
import type { HotSessions } from '../../src/ports/HotSessions.ts';
import type { Log } from '../../src/ports/Log.ts';
import { openRedisHotSessions } from '../../src/runtime/openRedisHotSessions.ts';

/** Longer than a Lambda's: many requests share this event loop, and each other's time. */
const REDIS_BUDGET_MS = 150;

/** Hot sessions, and what a person calls the place they are in. */
export interface OpenHotSessions {
  readonly hotSessions: HotSessions;
  readonly name: 'memory' | 'Redis';
}

/** Hot sessions in `REDIS_URL` where it is set, else in this process. Redis that is down does not keep anything from starting. */
export const openHotSessions = async (
  environment: Environment,
  { log, now }: { readonly log: Log; readonly now: () => number },
): Promise<OpenHotSessions> => {
  const url = environment.REDIS_URL;
  if (url === undefined || url === '') return { hotSessions: memoryHotSessions(), name: 'memory' };
  return {
    hotSessions: await openRedisHotSessions(environment, { log, now, budgetMs: REDIS_BUDGET_MS }),
    name: 'Redis',
  };
};
