import { expect, test } from 'vitest';
import { freePort } from '../servers/process.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { faultsOfFolder } from './faultsOfFolder.ts';
import { killedRounds } from './killedRounds.ts';

/** A round takes some three seconds: `npm run crash` is the long run. */
const TIMES = process.env.CI === 'true' ? 8 : 3;
const SEED = process.env.PROPERTY_SEED ?? '1';

test(`npm start killed under load, ${TIMES} times in one folder, keeps all that it acknowledged, once`, {
  timeout: 300_000,
}, async () => {
  const dataDir = await temporaryDataDir();
  const { faults, acknowledged } = await killedRounds({
    times: TIMES,
    seed: SEED,
    dataDir,
    port: await freePort(),
  });
  expect(faults).toEqual([]);
  expect(acknowledged.events).toBeGreaterThan(0);
  expect(acknowledged.customers).toBeGreaterThan(0);

  const nobody = { events: ['an event'], customers: ['a customer'], orders: ['an order'] };
  expect(await faultsOfFolder(dataDir, nobody)).toEqual([
    'event an event was acknowledged and is there 0 times',
    'customer a customer was acknowledged and is there 0 times',
    'order an order was acknowledged and is there 0 times',
    'the event of order an order was acknowledged and is there 0 times',
  ]);
});
