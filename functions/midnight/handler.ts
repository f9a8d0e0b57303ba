import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { createAggregator } from '../../src/aggregate/createAggregator.ts';
import { connectAggregator } from '../minute/connectAggregator.ts';
import { aggregatorEnvironment } from '../minute/environment.ts';
import { createHandler, type MidnightDependencies } from './createHandler.ts';

const log = powertoolsLog('footfall-midnight');

const start = async (): Promise<MidnightDependencies> => {
  const environment = aggregatorEnvironment(process.env);
  const { dependencies } = await connectAggregator(environment, log);
  return { aggregator: createAggregator(dependencies), sites: environment.sites, log };
};

export const handler = createHandler(
  await start().catch((error: Error) => {
    log.critical('cannot start', { error });
    throw error;
  }),
);
