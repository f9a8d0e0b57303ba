import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectRedis, redisReady } from '../../../src/adapters/redis/connectRedis.ts';
import { activeKeys, shardOf, visitKeys } from '../../../src/adapters/redis/hotSessionKeys.ts';
import { redisHotSessions } from '../../../src/adapters/redis/redisHotSessions.ts';
import type { BrowserId, CustomerId, SessionId, SiteId } from '../../../src/domain/ids.ts';
import { SESSION_IDLE_MS, SESSION_MAX_AGE_MS } from '../../../src/domain/sessions/session.ts';
import { type HotSessions, HotSessionsUnavailable } from '../../../src/ports/HotSessions.ts';
import { hotSession, visitOf } from '../../contracts/hotSessions.contract.ts';
import { freePort } from '../../servers/process.ts';
import { describeWith, startRedis } from '../../servers/servers.ts';

const SHARDS = 16;
const MINUTE = 60_000;
const SITE = 'shop' as SiteId;

/** What stands in braces, by which a cluster places a key (Redis cluster specification, "Hash tags"). */
const hashTag = (key: string): string => /\{([^}]+)\}/.exec(key)?.[1] ?? '';

describe('the keys of a visit', () => {
  it('carry one hash tag, so that a cluster keeps them on one node', () => {
    for (const id of ['b1', 'b2', 'b3', 'b4']) {
      const keys = visitKeys(SITE, id as BrowserId, 's1' as SessionId, SHARDS);
      expect(new Set(keys.map(hashTag)).size).toBe(1);
      expect(new Set(keys).size).toBe(4);
    }
  });

  it('spread over the shards and stay in the one of their browser', () => {
    const shards = Array.from({ length: 1_000 }, (_, index) =>
      shardOf(`browser ${index}` as BrowserId, SHARDS),
    );
    expect(new Set(shards).size).toBe(SHARDS);
    const [one, two] = ['s1', 's2'].map((id) => visitKeys(SITE, 'b1' as BrowserId, id as SessionId, SHARDS));
    expect(one?.slice(1)).toEqual(two?.slice(1));
  });

  it('are among those that are asked for active visitors', () => {
    const [, anonymous, customers] = visitKeys(SITE, 'b1' as BrowserId, 's1' as SessionId, SHARDS);
    expect(activeKeys(SITE, SHARDS)).toContainEqual({ anonymous, customers });
  });
});

describeWith(['redis'], 'hot sessions in a real Redis', () => {
  let server: Awaited<ReturnType<typeof startRedis>>;
  let redis: ReturnType<typeof connectRedis>;
  /** Looks on from outside. */
  let observer: Redis;
  let hotSessions: HotSessions;
  let start: number;

  beforeAll(async () => {
    server = await startRedis();
    redis = connectRedis({ url: server.url, cluster: false, onError: () => undefined });
    await redisReady(redis);
    observer = new Redis(server.url);
    hotSessions = redisHotSessions({ redis, shards: SHARDS });
  });
  beforeEach(async () => {
    await observer.flushall();
    start = Date.now();
  });
  afterAll(async () => {
    await hotSessions.close();
    observer.disconnect();
    await server.stop();
  });

  const session = () => hotSession({ startedAt: start, lastSeenAt: start });
  const [sessionKey, anonymousKey, customersKey] = visitKeys(
    SITE,
    'b1' as BrowserId,
    's1' as SessionId,
    SHARDS,
  );
  const begin = (nowMs = start, parts: Parameters<typeof hotSession>[0] = {}) => {
    const created = { ...session(), ...parts };
    return hotSessions.visit(visitOf(created, nowMs, { create: created }));
  };

  /** Commands that the server took from clients while work was done, by name; those of the script itself are not a trip. */
  const commandsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
    const monitor = await observer.monitor();
    const seen: string[] = [];
    monitor.on('monitor', (_time: string, [name = '']: string[], source: string) => {
      if (source !== 'lua') seen.push(name.toLowerCase());
    });
    await work();
    await observer.ping('end');
    while (!seen.includes('ping')) await new Promise((resolve) => setTimeout(resolve, 5));
    monitor.disconnect();
    return seen.filter((name) => name !== 'ping');
  };

  it('take exactly one command for a first visit and one for a returning one', async () => {
    await begin(start, { id: 'warm' as SessionId });
    expect(await commandsOf(() => begin())).toEqual(['evalsha']);
    expect(await commandsOf(() => hotSessions.visit(visitOf(session(), start + 1)))).toEqual(['evalsha']);
    expect(
      await commandsOf(() => hotSessions.visit(visitOf(hotSession({ id: 'none' as SessionId }), start))),
    ).toEqual(['evalsha']);
  });

  it('send the script once a connection, with its first visit', async () => {
    const fresh = connectRedis({ url: server.url, cluster: false, onError: () => undefined });
    await redisReady(fresh);
    const store = redisHotSessions({ redis: fresh, shards: SHARDS });
    const commands = await commandsOf(async () => {
      await store.visit(visitOf(session(), start, { create: session() }));
      await store.visit(visitOf(session(), start));
    });
    expect(commands).toEqual(['eval', 'evalsha']);
    await store.close();
  });

  it('go on when the server has forgotten the script', async () => {
    await begin();
    await observer.script('FLUSH');
    expect(await hotSessions.visit(visitOf(session(), start))).toMatchObject({ outcome: 'hit' });
  });

  it('live for 30 minutes from the last visit', async () => {
    await begin();
    expect(await observer.pttl(sessionKey)).toBeGreaterThan(SESSION_IDLE_MS - 5_000);
    await observer.pexpire(sessionKey, 1_000);
    await hotSessions.visit(visitOf(session(), start + 1));
    const ttl = await observer.pttl(sessionKey);
    expect(ttl).toBeGreaterThan(SESSION_IDLE_MS - 5_000);
    expect(ttl).toBeLessThanOrEqual(SESSION_IDLE_MS);
  });

  it('leave nothing behind for ever', async () => {
    await begin();
    await begin(start, { id: 's2' as SessionId, type: 'CUSTOMER', customerId: 'c1' as CustomerId });
    const keys = await observer.keys('*');
    expect(keys.length).toBeGreaterThanOrEqual(3);
    for (const key of keys) expect(await observer.pttl(key), key).toBeGreaterThan(0);
  });

  it('drop visitors who have not been seen for 30 minutes from the set when somebody comes', async () => {
    await begin(start - SESSION_IDLE_MS - 1);
    const neighbour = Array.from({ length: 1_000 }, (_, index) => `n${index}` as BrowserId).find(
      (id) => shardOf(id, SHARDS) === shardOf('b1' as BrowserId, SHARDS),
    );
    await begin(start, { browser: neighbour as BrowserId, id: 's2' as SessionId });
    expect(await observer.zrange(anonymousKey, 0, -1)).toEqual([neighbour]);
  });

  it('keep the set of active visitors for as long as any session of it can last', async () => {
    await begin();
    await hotSessions.visit(visitOf(session(), start + 1));
    expect(await observer.pttl(anonymousKey)).toBeGreaterThanOrEqual(SESSION_MAX_AGE_MS);
  });

  it('drop customers who have not been seen for 30 minutes as well', async () => {
    const customer = { type: 'CUSTOMER' as const, customerId: 'c1' as CustomerId };
    await begin(start - SESSION_IDLE_MS - MINUTE, {
      ...customer,
      id: 's0' as SessionId,
      visitor: 'v0' as never,
    });
    await begin(start, { ...customer, visitor: 'v1' as never });
    expect(await observer.zrange(customersKey, 0, -1)).toEqual(['v1']);
  });

  it('are unavailable, with the cause, where the connection is refused', async () => {
    const lost = connectRedis({
      url: `redis://127.0.0.1:${await freePort()}`,
      cluster: false,
      onError: () => undefined,
    });
    const store = redisHotSessions({ redis: lost, shards: SHARDS });
    const failure = await store.visit(visitOf(session(), start)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HotSessionsUnavailable);
    expect((failure as Error).cause).toBeInstanceOf(Error);
    await expect(store.active(SITE, start, start)).rejects.toBeInstanceOf(HotSessionsUnavailable);
    await store.close();
  });

  it('are unavailable when the server is killed, and are back when it is', async () => {
    const doomed = await startRedis();
    const client = connectRedis({ url: doomed.url, cluster: false, onError: () => undefined });
    await redisReady(client);
    const store = redisHotSessions({ redis: client, shards: SHARDS });
    await store.visit(visitOf(session(), start, { create: session() }));
    doomed.process.kill('SIGKILL');
    await doomed.stop();
    await expect(store.visit(visitOf(session(), start))).rejects.toBeInstanceOf(HotSessionsUnavailable);
    const revived = await startRedis({ port: doomed.port });
    await redisReady(client);
    expect(await store.visit(visitOf(session(), start, { create: session() }))).toMatchObject({
      outcome: 'created',
    });
    await store.close();
    await revived.stop();
  });
});
