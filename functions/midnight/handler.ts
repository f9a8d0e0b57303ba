import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { createAggregator } from '../../src/aggregate/createAggregator.ts';
import type { Environment } from '../../src/config/environment.ts';
import { startFunction } from '../../src/runtime/startFunction.ts';
import { connectAggregator } from '../minute/connectAggregator.ts';
import { aggregatorEnvironment } from '../minute/environment.ts';
import { createHandler, type MidnightDependencies } from './createHandler.ts';

const log = powertoolsLog('footfall-midnight');

const start = async (environment: Environment): Promise<MidnightDependencies> => {
  const configured = aggregatorEnvironment(environment);
  const { dependencies } = await connectAggregator(configured, log);
  return { aggregator: createAggregator(dependencies), sites: configured.sites, log };
};

export const handler = await startFunction(log, async (environment) =>
  createHandler(await start(environment)),
);
