import { fileURLToPath } from 'node:url';
import { runCommand } from '../aggregate/Complaint.ts';
import { addresses } from './addresses.ts';
import { COMPOSE_PLACES, SITE_ADDRESS, startProxy, startServers } from './compose.ts';
import { deployToLocalStack } from './deployToLocalStack.ts';
import { emulatorEnvironment } from './emulatorEnvironment.ts';
import { givenPlaces } from './givenPlaces.ts';
import { parseFlags } from './parseFlags.ts';
import { runStepIn } from './runStep.ts';
import { staffSecrets } from './staffSecrets.ts';
import { waitUntilHealthy } from './waitUntilHealthy.ts';

const folder = fileURLToPath(new URL('../..', import.meta.url));

/**
 * `npm run deploy:localstack`: starts LocalStack and its servers in containers and deploys the app to it.
 * `--no-compose`: to an emulator that runs already, at `AWS_ENDPOINT_URL`, `REDIS_URL` and `MONGODB_URI`.
 * `--no-build`: what is in `dist/`. The staff's password and token: {@link staffSecrets}.
 */
const deploy = async (): Promise<void> => {
  const { compose, build } = parseFlags(process.argv.slice(2));
  const { env } = process;
  const places = compose ? COMPOSE_PLACES : givenPlaces(env);
  const staff = staffSecrets(env);
  const run = runStepIn({ folder, environment: emulatorEnvironment(env, places.endpoint) });

  if (compose) await run(startServers);
  const { apiId, address } = await deployToLocalStack({ places, staff, folder, run, build });
  if (compose) await run(startProxy(apiId));
  const site = compose ? SITE_ADDRESS : address;
  await waitUntilHealthy(site);
  process.stdout.write(addresses({ site, places, staff, given: env }));
};

await runCommand(deploy);
