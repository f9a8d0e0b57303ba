import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { parseSitesJson } from '../../src/config/parseSites.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { startSecantus } from '../../test/servers/servers.ts';
import { type TimedClient, timedClient } from '../load/timedClient.ts';
import type { Amounts } from '../options.ts';
import { owned } from '../processes/owned.ts';
import { type Child, startChild } from '../processes/startChild.ts';
import type { ServerReady } from '../servers/serve.ts';
import { median } from '../statistics.ts';
import { silentLog } from '../traffic/silentLog.ts';
import { simulatedShop } from '../traffic/simulatedShop.ts';
import { SITES_JSON } from '../traffic/site.ts';
import { headersWith, pageViewPost } from '../traffic/trackRequest.ts';
import { InvalidMeasurement } from './InvalidMeasurement.ts';
import { repeatInvalid } from './repeatInvalid.ts';
import { SERVERS } from './servers.ts';
import type { Stage } from './stage.ts';

/** Medians of one round, in milliseconds, over HTTP on one connection. */
export interface HitsRound {
  readonly bareMs: number;
  /** The session is live in Redis. */
  readonly redisMs: number;
  /** It is not, is found in the record and put back into Redis. */
  readonly recordMs: number;
}

const VISITORS = 50;
/** So many turns before those that count. */
const WARM_UP_SHARE = 0.5;
const RECORD_TIMEOUT_MS = 10_000;
/** Their sessions are some minutes old, so that the record, and not the cookie's youth, vouches for them. */
const SESSION_AGE_MS = 10 * 60_000;

/** Sessions in the record, by real messages through the real writer. @returns their visitors' cookie headers */
const recordVisitors = async (uri: string): Promise<string[]> => {
  const nowMs = Date.now();
  const shop = simulatedShop(nowMs - SESSION_AGE_MS);
  const cookies: string[] = [];
  while (cookies.length < VISITORS) cookies.push(await shop.post(undefined, pageViewPost(shop.clock.nowMs)));
  const { db, close } = await connectMongo({ uri, maxPoolSize: 1, timeoutMs: RECORD_TIMEOUT_MS });
  const record = mongoRecordStore({ db, close });
  await record.ensureIndexes();
  await writeMessages({ record, sites: parseSitesJson(SITES_JSON), log: silentLog })(shop.messages);
  await record.close();
  return cookies;
};

/**
 * The same visitors' requests three ways, in turns: answered by the bare handler; with the session in Redis; with Redis emptied
 * before the request.
 */
const measureRound = async (
  stage: Stage,
  {
    bare,
    session,
    cookies,
    hits,
  }: {
    bare: Child<ServerReady>;
    session: Child<ServerReady>;
    cookies: readonly string[];
    hits: number;
  },
): Promise<HitsRound> => {
  const toBare = timedClient(bare.ready.port);
  const toSession = timedClient(session.ready.port);
  const turns = async (count: number): Promise<HitsRound> => {
    const times = { bareMs: [] as number[], redisMs: [] as number[], recordMs: [] as number[] };
    const timed = async (client: TimedClient, cookie: string | undefined, into: number[]): Promise<void> => {
      const { ms, status } = await client.post(headersWith(cookie), pageViewPost(Date.now()));
      if (status !== 200) throw new InvalidMeasurement(`answered ${status}`);
      into.push(ms);
    };
    await session.call('takeFaults');
    for (let turn = 0; turn < count; turn++) {
      const cookie = cookies[turn % cookies.length];
      await stage.redis.flushdb();
      await timed(toSession, cookie, times.recordMs);
      if ((await stage.redis.dbsize()) === 0) {
        throw new InvalidMeasurement('a session was not put back into Redis');
      }
      await timed(toSession, cookie, times.redisMs);
      await timed(toBare, cookie, times.bareMs);
    }
    const faults = await session.call<string[]>('takeFaults');
    if (faults.length > 0) throw new InvalidMeasurement(`the server tells of ${faults.join(', ')}`);
    return {
      bareMs: median(times.bareMs),
      redisMs: median(times.redisMs),
      recordMs: median(times.recordMs),
    };
  };

  try {
    // The first look-up loads MongoDB's driver and connects: longer than a request waits for the record.
    await turns(Math.ceil(hits * WARM_UP_SHARE)).catch(ignoreInvalid);
    return await turns(hits);
  } finally {
    toBare.close();
    toSession.close();
  }
};

const ignoreInvalid = (error: unknown): void => {
  if (!(error instanceof InvalidMeasurement)) throw error;
};

/** What a hit costs, by where the session is found; needs the record's server. */
export const measureHits = async (
  stage: Stage,
  { rounds, hits }: Amounts,
  onInvalid: (reason: string) => void,
): Promise<HitsRound[]> => {
  const secantus = owned(await startSecantus());
  const uri = secantus.url.replace('/?', '/bench?');
  const results: HitsRound[] = [];
  try {
    const cookies = await recordVisitors(uri);
    const inFreshProcesses = async (): Promise<HitsRound> => {
      // A session that neither store knows is begun anew, and that is counted as a fault: so each hit was one.
      const env = { ...stage.env, MONGODB_URI: uri, SESSION_CONFIRM_MS: '0' };
      const session = await startChild<ServerReady>(SERVERS.session.file, env);
      const bare = await startChild<ServerReady>(SERVERS.bare.file, env);
      try {
        return await measureRound(stage, { bare, session, cookies, hits });
      } finally {
        await Promise.all([session.stop(), bare.stop()]);
      }
    };
    for (let round = 0; round < rounds; round++) {
      results.push(await repeatInvalid(`round ${round + 1}, hits`, inFreshProcesses, onInvalid));
    }
  } finally {
    await secantus.stop();
  }
  return results;
};
