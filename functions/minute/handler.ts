import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { powertoolsMetrics } from '../../src/adapters/log/powertoolsMetrics.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { createAggregator } from '../../src/aggregate/createAggregator.ts';
import type { Environment } from '../../src/config/environment.ts';
import { finishErasures } from '../../src/people/subject/finishErasures.ts';
import { openRedisHotSessions } from '../../src/runtime/openRedisHotSessions.ts';
import { startFunction } from '../../src/runtime/startFunction.ts';
import { subjectStores } from '../../src/runtime/subjectStores.ts';
import { writeKept } from '../../src/writer/writeKept.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { cacheGauge } from './cacheGauge.ts';
import { connectAggregator } from './connectAggregator.ts';
import { connectOrders } from './connectOrders.ts';
import { createHandler, type MinuteDependencies } from './createHandler.ts';
import { minuteEnvironment } from './environment.ts';
import { siteGauges } from './siteGauges.ts';

const log = powertoolsLog('footfall-minute');
/** Nobody's request waits for it. */
const HOT_SESSIONS_BUDGET_MS = 1_000;

const start = async (environment: Environment): Promise<MinuteDependencies> => {
  const configured = minuteEnvironment(environment);
  const { sites, deployment } = configured;
  const { dependencies, place } = await connectAggregator(configured, log);
  const hotSessions = await openRedisHotSessions(environment, {
    log,
    now: Date.now,
    budgetMs: HOT_SESSIONS_BUDGET_MS,
  });
  const record = mongoRecordStore(place);
  const write = writeMessages({ record, sites, log });
  const { finishPending } = connectOrders(configured, { place, record, write, hotSessions, log });
  return {
    aggregator: createAggregator({
      ...dependencies,
      hotSessions,
      finishOrders: finishPending,
      writeKept: writeKept({ record, write, log, now: Date.now }),
      finishErasures: finishErasures({ ...subjectStores(place), hotSessions }, Date.now),
    }),
    cache: cacheGauge({ hotSessions, site: sites[0].id, log, now: Date.now }),
    gauges: siteGauges(dependencies),
    emit: powertoolsMetrics(deployment),
    sites,
    log,
  };
};

export const handler = await startFunction(log, async (environment) =>
  createHandler(await start(environment)),
);
