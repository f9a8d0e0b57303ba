import { resolve } from 'node:path';
import { runCommand } from '../aggregate/Complaint.ts';
import { parseOptions } from '../aggregate/parseOptions.ts';
import { throughServerOr } from '../aggregate/throughServerOr.ts';
import { refuseEmpty } from '../command/refuseEmpty.ts';
import { relabelDirectly } from './directly.ts';
import { RELABELLING } from './relabelling.ts';

/**
 * `npm run relabel -- [--from DATE] [--to DATE] [--site ID]`: judges past visits by today's rules on bots and the site's list of
 * networks; all there is where nothing is said. Safe at any time.
 */
const relabel = async (): Promise<void> => {
  const wanted = parseOptions(process.argv.slice(2), ['from', 'to', 'site']);
  const { env } = process;
  refuseEmpty(env, ['MONGODB_URI']);
  const dataDir = resolve(env.DATA_DIR || '.footfall');
  const direct = () => relabelDirectly(wanted, { environment: env, dataDir });
  await (env.MONGODB_URI ? direct() : throughServerOr(dataDir, RELABELLING, wanted, direct));
};

await runCommand(relabel);
