import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { mongoBotRecord } from '../../src/adapters/mongodb/mongoBotRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { createAggregator } from '../../src/aggregate/createAggregator.ts';
import { createRelabelSpan } from '../../src/aggregate/relabelSpan.ts';
import type { Environment } from '../../src/config/environment.ts';
import { startFunction } from '../../src/runtime/startFunction.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { connectAggregator } from '../minute/connectAggregator.ts';
import { aggregatorEnvironment } from '../minute/environment.ts';
import { createHandler, type MidnightDependencies } from './createHandler.ts';

const log = powertoolsLog('footfall-midnight');

const start = async (environment: Environment): Promise<MidnightDependencies> => {
  const configured = aggregatorEnvironment(environment);
  const { sites } = configured;
  const { dependencies, place } = await connectAggregator(configured, log);
  const record = mongoRecordStore(place);
  const relabelSpan = createRelabelSpan({
    bots: mongoBotRecord(place),
    record,
    write: writeMessages({ record, sites, log }),
    now: Date.now,
  });
  return { aggregator: createAggregator({ ...dependencies, relabelSpan }), sites, log };
};

export const handler = await startFunction(log, async (environment) =>
  createHandler(await start(environment)),
);
