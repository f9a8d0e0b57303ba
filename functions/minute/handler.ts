import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { createAggregator } from '../../src/aggregate/createAggregator.ts';
import { openRedisHotSessions } from '../../src/runtime/openRedisHotSessions.ts';
import { connectAggregator } from './connectAggregator.ts';
import { connectOrders } from './connectOrders.ts';
import { createHandler, type MinuteDependencies } from './createHandler.ts';
import { minuteEnvironment } from './environment.ts';

const log = powertoolsLog('footfall-minute');
/** Nobody's request waits for it. */
const HOT_SESSIONS_BUDGET_MS = 1_000;

const start = async (): Promise<MinuteDependencies> => {
  const environment = minuteEnvironment(process.env);
  const { dependencies, place } = await connectAggregator(environment, log);
  const hotSessions = await openRedisHotSessions(process.env, {
    log,
    now: Date.now,
    budgetMs: HOT_SESSIONS_BUDGET_MS,
  });
  const { finishPending } = connectOrders(environment, { place, hotSessions, log });
  return {
    aggregator: createAggregator({ ...dependencies, hotSessions, finishOrders: finishPending }),
    sites: environment.sites,
    log,
  };
};

export const handler = createHandler(
  await start().catch((error: Error) => {
    log.critical('cannot start', { error });
    throw error;
  }),
);
