import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { guardedHotSessions } from '../../../src/adapters/guard/guardedHotSessions.ts';
import { connectRedis, redisReady, reopenRedis } from '../../../src/adapters/redis/connectRedis.ts';
import { redisHotSessions } from '../../../src/adapters/redis/redisHotSessions.ts';
import { type HotSessions, HotSessionsUnavailable } from '../../../src/ports/HotSessions.ts';
import { hotSession, visitOf } from '../../contracts/hotSessions.contract.ts';
import type { RunningServer } from '../../servers/process.ts';
import { describeWith, startRedis } from '../../servers/servers.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcpProxy.ts';

/** More than the 30 ms of real life: a busy machine that runs tests is slow, and nothing here depends on it. */
const BUDGET_MS = 250;

/** Keeps the event loop busy, as a pause of ours would. */
const stall = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

describeWith(['redis'], 'guarded hot sessions in a real Redis', () => {
  let server: RunningServer;
  let proxy: TcpProxy;
  let hotSessions: HotSessions;
  /** Added to the real clock, as time that passed while the process was frozen. */
  let frozenMs: number;
  let opened: number;

  const connect = async (port: number): Promise<HotSessions> => {
    const redis = connectRedis({
      url: `redis://127.0.0.1:${port}`,
      cluster: false,
      onError: () => undefined,
    });
    await redisReady(redis);
    return guardedHotSessions({
      hotSessions: redisHotSessions({ redis, shards: 16 }),
      now: () => Date.now() + frozenMs,
      budgetMs: BUDGET_MS,
      reopen: () => reopenRedis(redis),
      onOpen: () => {
        opened += 1;
      },
    });
  };
  beforeEach(async () => {
    server = await startRedis();
    proxy = await startTcpProxy(server.port);
    frozenMs = 0;
    opened = 0;
    hotSessions = await connect(proxy.port);
  });
  afterEach(async () => {
    await hotSessions.close();
    await proxy.close();
    await server.stop();
  });

  const session = hotSession();
  const visit = () => hotSessions.visit(visitOf(session, Date.now(), { create: session }));

  it('reopen an idle connection that died unnoticed, and lose no request by it', async () => {
    expect(await visit()).toMatchObject({ outcome: 'created' });
    for (let times = 0; times < 3; times++) {
      proxy.silence();
      frozenMs += 60_000;
      expect(await visit()).toMatchObject({ outcome: 'hit' });
    }
    expect(opened).toBe(0);
    expect(proxy.accepted()).toBe(4);
  });

  it('reopen it once for requests that arrive together', async () => {
    await visit();
    proxy.silence();
    frozenMs += 60_000;
    const results = await Promise.all(Array.from({ length: 10 }, visit));
    expect(results.map(({ outcome }) => outcome)).toEqual(Array(10).fill('hit'));
    expect(proxy.accepted()).toBe(2);
  });

  it('do not take a pause of their own for a fault of Redis', async () => {
    // Without the proxy, which shares this event loop.
    const direct = await connect(server.port);
    const visitDirectly = () => direct.visit(visitOf(session, Date.now(), { create: session }));
    await visitDirectly();
    for (let times = 0; times < 4; times++) {
      // Once from a timer and once from the poll phase: what follows in the event loop differs.
      if (times % 2 === 0) await delay(1);
      const answer = visitDirectly();
      stall(2 * BUDGET_MS);
      expect(await answer).toMatchObject({ outcome: 'hit' });
    }
    expect(opened).toBe(0);
    await direct.close();
  });

  it('come back by a new connection where one died under load', async () => {
    await visit();
    proxy.silence();
    await expect(visit()).rejects.toBeInstanceOf(HotSessionsUnavailable);
    await expect(visit()).rejects.toBeInstanceOf(HotSessionsUnavailable);
    expect(opened).toBe(1);
    const deadline = performance.now() + 5_000;
    let outcome = 'none';
    while (outcome === 'none' && performance.now() < deadline) {
      outcome = await visit().then(
        (result) => result.outcome,
        () => 'none',
      );
      await delay(50);
    }
    expect(outcome).toBe('hit');
  });

  it('answer within the budget while the server is stopped, and again when it goes on', async () => {
    await visit();
    server.process.kill('SIGSTOP');
    // The signal takes its time.
    while (await visit().catch(() => undefined));
    for (let times = 0; times < 5; times++) {
      const began = performance.now();
      await expect(visit()).rejects.toBeInstanceOf(HotSessionsUnavailable);
      expect(performance.now() - began).toBeLessThan(10 * BUDGET_MS);
    }
    server.process.kill('SIGCONT');
    const deadline = performance.now() + 5_000;
    while (performance.now() < deadline && (await visit().catch(() => undefined)) === undefined)
      await delay(50);
    expect(await visit()).toMatchObject({ outcome: 'hit' });
    expect(opened).toBe(1);
  });
});
