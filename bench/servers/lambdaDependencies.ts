import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import { openRedis } from '../../src/runtime/openRedis.ts';
import { sessionFromEnvironment } from '../../src/runtime/sessionFromEnvironment.ts';

/**
 * The budget of Redis here. 64 requests at once on one event loop wait for each other longer than the 30 ms that a request may
 * wait for Redis; a Lambda runs one at a time. Past its budget a request does less work, and the figure would flatter us.
 */
const REDIS_BUDGET_MS = 2_000;

/** What `/track` runs with on AWS, as its Lambda wires it, but for Redis's budget. */
export const lambdaDependencies = async (): Promise<SessionDependencies> => {
  const log = powertoolsLog('footfall-bench');
  return {
    ...(await sessionFromEnvironment(process.env, log)),
    ...(await openRedis(process.env, { log, now: Date.now, budgetMs: REDIS_BUDGET_MS })),
  };
};
