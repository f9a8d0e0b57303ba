import { Redis } from 'ioredis';
import type { RunningServer } from '../../test/servers/process.ts';
import { startRedis } from '../../test/servers/servers.ts';
import type { LoadJob, LoadOutcome, LoadResult } from '../load/LoadJob.ts';
import { owned } from '../processes/owned.ts';
import { type Child, startChild } from '../processes/startChild.ts';
import { COOKIE_KEYS, SITES_JSON } from '../traffic/site.ts';
import { InvalidMeasurement } from './InvalidMeasurement.ts';

/** What all servers of one run share: Redis, the sink that stands for SQS, the load generator, and the environment. */
export interface Stage {
  readonly redis: Redis;
  /** The environment of each server, ours and the peer's. */
  readonly env: { readonly [name: string]: string };
  /** Messages that the sink has taken so far. */
  taken(): Promise<number>;
  /** @throws InvalidMeasurement where a request was not answered as it should */
  load(job: LoadJob): Promise<LoadResult>;
  close(): Promise<void>;
}

/** As long as Lambda's: it is sent and signed with every call of SQS. */
const SESSION_TOKEN = 'IQoJb3JpZ2luX2VjE'.padEnd(800, 'bench');
/** Nobody listens there: no figure but that of a hit in the record has to do with MongoDB. */
const NO_RECORD = 'mongodb://127.0.0.1:9/footfall';

const environment = (redisUrl: string, sinkPort: number): Stage['env'] => ({
  SITES: SITES_JSON,
  COOKIE_KEYS,
  REDIS_URL: redisUrl,
  MONGODB_URI: NO_RECORD,
  QUEUE_URL: `http://127.0.0.1:${sinkPort}/000000000000/footfall`,
  AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${sinkPort}`,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'ASIABENCHBENCHBENCHX',
  AWS_SECRET_ACCESS_KEY: 'a secret of the benchmark alone',
  AWS_SESSION_TOKEN: SESSION_TOKEN,
});

export const openStage = async (): Promise<Stage> => {
  const server: RunningServer & { url: string } = owned(await startRedis());
  const redis = new Redis(server.url);
  const sink: Child<{ port: number }> = await startChild('sink/sqsSink.ts');
  const generator = await startChild<undefined>('load/load.ts');
  return {
    redis,
    env: environment(server.url, sink.ready.port),
    taken: () => sink.call('taken'),
    load: async (job) => {
      const outcome = await generator.call<LoadOutcome>('run', job);
      if (!outcome.ok) throw new InvalidMeasurement(outcome.fault);
      return outcome.result;
    },
    close: async () => {
      redis.disconnect();
      await Promise.all([generator.stop(), sink.stop(), server.stop()]);
    },
  };
};
