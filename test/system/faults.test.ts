import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, expect, it } from 'vitest';
import { startFootfall } from '../../local/startFootfall.ts';
import { describeWith, startRedis, startSecantus } from '../servers/servers.ts';
import { eventually, type HttpVisitor, httpVisitor, underLoad } from '../support/httpVisitor.ts';
import { keptLog } from '../support/testShop.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'footfall-faults-'));
  closers.push(() => rm(path, { recursive: true, force: true }));
  return path;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Footfall on real Redis and a real MongoDB server, with a view of its record from outside. */
const system = async () => {
  const redis = await startRedis();
  const storagePath = await folder();
  const mongo = await startSecantus({ storagePath });
  const servers = { redis, mongo };
  closers.push(() => servers.redis.stop(), () => servers.mongo.stop());
  const log = keptLog();
  const footfall = await startFootfall({
    port: 0,
    dataDir: await folder(),
    environment: { REDIS_URL: redis.url, MONGODB_URI: mongo.url },
    log,
  });
  closers.push(() => footfall.stop());
  const restartRedis = async (): Promise<void> => {
    servers.redis = await startRedis({ port: redis.port });
  };
  const restartMongo = async (): Promise<void> => {
    servers.mongo = await startSecantus({ port: mongo.port, storagePath });
  };
  return { footfall, log, servers, restartRedis, restartMongo, mongoUrl: mongo.url };
};

/** Every accepted event is in the record exactly once, and each visitor is one session with all of its page views. */
const expectExactlyOnce = async (mongoUrl: string, visitors: readonly HttpVisitor[]): Promise<void> => {
  const client = new MongoClient(mongoUrl);
  try {
    const db = client.db('footfall');
    await eventually(async () => {
      const views = await db.collection('session_events').find({ type: 'page_view' }).toArray();
      const stored = views.map(({ _id }) => String(_id).split(':').at(-1)).sort();
      const accepted = visitors.flatMap((visitor) => visitor.accepted).sort();
      expect(stored).toEqual(accepted);
      const sessions = await db.collection('sessions').find({}).toArray();
      expect(sessions.map(({ pageViews }) => pageViews as number).sort()).toEqual(
        visitors.map((visitor) => visitor.accepted.length).sort(),
      );
      expect(new Set(sessions.map(({ visitorId }) => visitorId)).size).toBe(visitors.length);
    }, 60_000);
  } finally {
    await client.close();
  }
};

const visitorsOf = (url: string): HttpVisitor[] => Array.from({ length: 8 }, () => httpVisitor(url));
const failuresOf = (visitors: readonly HttpVisitor[]): string[] => visitors.flatMap(({ failures }) => failures);

describeWith(['redis', 'secantus'], 'faults of the stores, under load', () => {
  it('Redis killed, stopped with SIGSTOP and started again: no failed request, every event stored exactly once', async () => {
    const { footfall, servers, restartRedis, mongoUrl } = await system();
    const visitors = visitorsOf(footfall.url);
    const load = underLoad(visitors, { pauseMs: 5 });
    await pause(1_000);
    servers.redis.process.kill('SIGSTOP');
    await pause(2_500);
    servers.redis.process.kill('SIGCONT');
    await pause(1_500);
    servers.redis.process.kill('SIGKILL');
    await pause(2_500);
    await restartRedis();
    await pause(2_500);
    await load.stop();
    expect(failuresOf(visitors)).toEqual([]);
    await expectExactlyOnce(mongoUrl, visitors);
  }, 120_000);

  it('the record gone for a while and back: nothing lost, nothing double', async () => {
    const outageMs = process.env.CI === 'true' ? 60_000 : 8_000;
    const { footfall, servers, restartMongo, mongoUrl } = await system();
    const visitors = visitorsOf(footfall.url);
    const load = underLoad(visitors, { pauseMs: 100 });
    await pause(1_000);
    servers.mongo.process.kill('SIGTERM');
    await pause(outageMs);
    await restartMongo();
    await pause(1_000);
    await load.stop();
    expect(failuresOf(visitors)).toEqual([]);
    await expectExactlyOnce(mongoUrl, visitors);
  }, 240_000);

  it('51 concurrent requests of one session are 51 page views of one session', async () => {
    const { footfall, mongoUrl } = await system();
    const visitor = httpVisitor(footfall.url);
    await visitor.view('/');
    await Promise.all(Array.from({ length: 50 }, (_, page) => visitor.view(`/page/${page}`)));
    expect(visitor.failures).toEqual([]);
    expect(visitor.accepted).toHaveLength(51);
    await expectExactlyOnce(mongoUrl, [visitor]);
  });
});
