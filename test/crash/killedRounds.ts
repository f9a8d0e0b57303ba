import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../bin/simulate/random.ts';
import { startFootfall } from '../../local/startFootfall.ts';
import { aggregateByHand, untilWritten } from '../support/staffClient.ts';
import { keptLog } from '../support/testShop.ts';
import { faultsOfFolder } from './faultsOfFolder.ts';
import { type FootfallProcess, footfallProcess } from './footfallProcess.ts';
import { type PersistentLoad, persistentLoad } from './persistentLoad.ts';

const PRODUCT = 'red-runners';
/** One kill in so many comes while the server starts: amid replay, repair and compaction. */
const ONE_START_IN = 5;
const START_MS = 1_500;
const SERVES_AT_LEAST_MS = 100;
const SERVES_AT_MOST_MS = 1_200;
const SETTLE_TRIES = 3;
/** An order whose process died is finished by whoever finds it half a minute later. */
const LATER_MS = 60_000;

export interface KilledRounds {
  readonly acknowledged: { readonly events: number; readonly customers: number; readonly orders: number };
  /** Kills before the server was up. */
  readonly killedStarting: number;
  /** Torn records that were cut off, at all starts together. */
  readonly repairs: number;
  readonly failedRequests: number;
  /** What is missing or counted otherwise than once, in words. */
  readonly faults: readonly string[];
}

const givePlenty = async (dataDir: string): Promise<void> => {
  const { url, token } = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8'));
  const answer = await fetch(`${url}/api/local/products/${PRODUCT}/stock`, {
    method: 'PUT',
    headers: { 'x-footfall-control': token, 'content-type': 'application/json' },
    body: JSON.stringify({ stock: 1_000_000 }),
  });
  if (!answer.ok) throw new Error(`the stock was not set: ${answer.status}`);
};

/** Lets a last run finish what the killed ones left, as it would a minute later; aggregates; stops. */
export const settle = async (dataDir: string): Promise<void> => {
  const footfall = await startFootfall({
    port: 0,
    dataDir,
    environment: {},
    log: keptLog(),
    now: () => Date.now() + LATER_MS,
    drainMs: LATER_MS,
  });
  try {
    await untilWritten(footfall.url);
    await aggregateByHand(JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8')));
    await untilWritten(footfall.url);
  } finally {
    await footfall.stop();
  }
};

/**
 * Kills `npm start` with SIGKILL again and again at moments drawn from the seed, while browsers and customers go on, each time in the
 * same data folder; then looks whether all that was acknowledged is there once.
 * @param onRound hears of each kill
 * @throws Error where the server does not start again, with its output
 */
export const killedRounds = async ({
  times,
  seed,
  dataDir,
  port,
  onRound = () => undefined,
}: {
  readonly times: number;
  readonly seed: string;
  readonly dataDir: string;
  readonly port: number;
  readonly onRound?: (told: { readonly round: number; readonly acknowledged: number }) => void;
}): Promise<KilledRounds> => {
  const random = createRandom(seed);
  const url = `http://localhost:${port}`;
  let load: PersistentLoad | undefined;
  let killedStarting = 0;
  let repairs = 0;

  const startedAgain = async (): Promise<FootfallProcess> => {
    const run = footfallProcess({ dataDir, port });
    if (await run.ready) return run;
    throw new Error(`it does not start again in ${dataDir}:\n${run.output()}`);
  };
  const over = async (run: FootfallProcess): Promise<void> => {
    run.child.kill('SIGKILL');
    const how = await run.ended;
    if (how !== 'SIGKILL') throw new Error(`it ended by itself, with ${how}:\n${run.output()}`);
    repairs += run.output().split('cut a torn record').length - 1;
  };

  for (let round = 1; round <= times; round++) {
    const amidStart = round > 1 && random.int(1, ONE_START_IN) === 1;
    if (amidStart) {
      const run = footfallProcess({ dataDir, port });
      await sleep(random.int(0, START_MS));
      await over(run);
      killedStarting += 1;
    } else {
      const run = await startedAgain();
      await givePlenty(dataDir);
      load ??= persistentLoad(url, { browsers: 12, customers: 2, product: PRODUCT });
      await sleep(random.int(SERVES_AT_LEAST_MS, SERVES_AT_MOST_MS));
      await over(run);
    }
    onRound({ round, acknowledged: load?.acknowledged.events.length ?? 0 });
  }

  const last = await startedAgain();
  await load?.stop();
  await over(last);
  const acknowledged = load?.acknowledged ?? { events: [], customers: [], orders: [] };
  let faults: string[] = [];
  for (let tries = 0; tries < SETTLE_TRIES; tries++) {
    await settle(dataDir);
    faults = await faultsOfFolder(dataDir, acknowledged);
    if (faults.length === 0) break;
  }
  return {
    acknowledged: {
      events: acknowledged.events.length,
      customers: acknowledged.customers.length,
      orders: acknowledged.orders.length,
    },
    killedStarting,
    repairs,
    failedRequests: load?.failures() ?? 0,
    faults,
  };
};
