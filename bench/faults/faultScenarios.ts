import { setTimeout as sleep } from 'node:timers/promises';
import { type FootfallProcess, footfallProcess } from '../../test/crash/footfallProcess.ts';
import type { RunningServer } from '../../test/servers/process.ts';
import { startRedis } from '../../test/servers/servers.ts';
import { owned } from '../processes/owned.ts';
import { startRecord } from './startRecord.ts';

/** Footfall in a process of its own, on real stores of its own, each of which can be stopped, killed and started again. */
export interface FaultyPlace {
  readonly port: number;
  redis: RunningServer & { readonly url: string };
  mongo: RunningServer & { readonly url: string };
  footfall: FootfallProcess;
  readonly storagePath: string;
  readonly dataDir: string;
  /** When the server itself was dead: from its kill until it said that it runs again. */
  readonly deadFrom: { readonly from: number; to: number }[];
}

/** Does what is to be done to the place within so many milliseconds. */
export type Scenario = (place: FaultyPlace, durationMs: number) => Promise<void>;

const [BEGINS, ENDS] = [0.2, 0.5];

export const startFootfallOn = async ({
  port,
  dataDir,
  redis,
  mongo,
}: Pick<FaultyPlace, 'port' | 'dataDir' | 'redis' | 'mongo'>): Promise<FootfallProcess> => {
  const env = { NODE_ENV: 'production', REDIS_URL: redis.url, MONGODB_URI: mongo.url };
  const footfall = footfallProcess({ dataDir, port }, env);
  if (await footfall.ready) return footfall;
  throw new Error(`npm start does not start:\n${footfall.output()}`);
};

const betweenTimes = async (
  durationMs: number,
  begin: () => void,
  end: () => Promise<void> | void,
): Promise<void> => {
  await sleep(durationMs * BEGINS);
  begin();
  await sleep(durationMs * (ENDS - BEGINS));
  await end();
};

/** By name; the order is that of the report. */
export const SCENARIOS: { readonly [name: string]: Scenario } = {
  'Redis SIGSTOP': ({ redis }, durationMs) =>
    betweenTimes(
      durationMs,
      () => void redis.process.kill('SIGSTOP'),
      () => void redis.process.kill('SIGCONT'),
    ),
  'Redis kill -9': (place, durationMs) =>
    betweenTimes(
      durationMs,
      () => void place.redis.process.kill('SIGKILL'),
      async () => {
        place.redis = owned(await startRedis({ port: place.redis.port }));
      },
    ),
  'SecantusDB kill -9': (place, durationMs) =>
    betweenTimes(
      durationMs,
      () => void place.mongo.process.kill('SIGKILL'),
      async () => {
        const { storagePath, mongo } = place;
        place.mongo = await startRecord({ port: mongo.port, storagePath });
      },
    ),
  'npm start kill -9, three times': async (place, durationMs) => {
    for (let kills = 0; kills < 3; kills++) {
      await sleep(durationMs / 5);
      const dead = { from: performance.now(), to: Number.POSITIVE_INFINITY };
      place.deadFrom.push(dead);
      place.footfall.child.kill('SIGKILL');
      await place.footfall.ended;
      place.footfall = await startFootfallOn(place);
      dead.to = performance.now();
    }
  },
};
