import { resolve } from 'node:path';
import { refuseEmpty } from '../command/refuseEmpty.ts';
import { runCommand } from './Complaint.ts';
import { aggregateDirectly } from './directly.ts';
import { parseOptions } from './parseOptions.ts';
import { AGGREGATION } from './throughServer.ts';
import { throughServerOr } from './throughServerOr.ts';

/** `npm run aggregate -- [--from DATE] [--to DATE] [--site ID]`: all there is where nothing is said. Safe at any time. */
const aggregate = async (): Promise<void> => {
  const wanted = parseOptions(process.argv.slice(2), ['from', 'to', 'site']);
  const { env } = process;
  refuseEmpty(env, ['MONGODB_URI', 'TABLE_NAME']);
  const dataDir = resolve(env.DATA_DIR || '.footfall');
  const direct = () => aggregateDirectly(wanted, { environment: env, dataDir });
  if (env.MONGODB_URI && env.TABLE_NAME) return direct();
  await throughServerOr(dataDir, AGGREGATION, wanted, direct);
};

await runCommand(aggregate);
