import { memoryHotSessions, type WasErased } from '../../src/adapters/memory/memoryHotSessions.ts';
import { memoryRateLimits } from '../../src/adapters/memory/memoryRateLimits.ts';
import type { Environment } from '../../src/config/environment.ts';
import type { HotSessions } from '../../src/ports/HotSessions.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { RateLimits } from '../../src/ports/RateLimits.ts';
import { openRedis } from '../../src/runtime/openRedis.ts';

/** Longer than a Lambda's: many requests share this event loop, and each other's time. */
const REDIS_BUDGET_MS = 150;

/** Hot sessions, rate limits beside them, and what a person calls the place they are in. */
export interface OpenHotSessions {
  readonly hotSessions: HotSessions;
  readonly limits: RateLimits;
  readonly name: 'memory' | 'Redis';
}

/** Hot sessions and rate limits in `REDIS_URL` where it is set, else in this process. Redis that is down does not keep anything from starting. */
export const openHotSessions = async (
  environment: Environment,
  { log, now, wasErased }: { readonly log: Log; readonly now: () => number; readonly wasErased: WasErased },
): Promise<OpenHotSessions> => {
  const url = environment.REDIS_URL;
  if (url === undefined || url === '') {
    return { hotSessions: memoryHotSessions({ wasErased }), limits: memoryRateLimits(), name: 'memory' };
  }
  return {
    ...(await openRedis(environment, { log, now, budgetMs: REDIS_BUDGET_MS })),
    name: 'Redis',
  };
};
