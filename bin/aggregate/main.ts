import { resolve } from 'node:path';
import { Complaint, runCommand } from './Complaint.ts';
import { aggregateDirectly } from './directly.ts';
import { connectLocalServer, readControl, ServerGone } from './localServer.ts';
import { parseOptions } from './parseOptions.ts';
import { aggregateThroughServer } from './throughServer.ts';

/**
 * A variable that is set and empty is a value that somebody looked for and did not find: without it, the numbers would go elsewhere.
 * @throws Complaint
 */
const refuseEmpty = (environment: NodeJS.ProcessEnv): void => {
  for (const name of ['MONGODB_URI', 'TABLE_NAME']) {
    if (environment[name] === '') throw new Complaint(`${name} is set and empty: unset it, or say which.`);
  }
};

/** `npm run aggregate -- [--from DATE] [--to DATE] [--site ID]`: all there is where nothing is said. Safe at any time. */
const aggregate = async (): Promise<void> => {
  const wanted = parseOptions(process.argv.slice(2), ['from', 'to', 'site']);
  const { env } = process;
  refuseEmpty(env);
  const dataDir = resolve(env.DATA_DIR || '.footfall');
  const direct = () => aggregateDirectly(wanted, { environment: env, dataDir });
  if (env.MONGODB_URI && env.TABLE_NAME) return direct();

  const control = await readControl(dataDir);
  if (control === undefined) return direct();
  const server = connectLocalServer(control);
  try {
    // A server that was killed has left its file behind.
    const isThere = await server.ask({ method: 'GET', path: '/health' }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ServerGone) return false;
        throw error;
      },
    );
    await (isThere ? aggregateThroughServer(server, wanted) : direct());
  } finally {
    server.close();
  }
};

await runCommand(aggregate);
