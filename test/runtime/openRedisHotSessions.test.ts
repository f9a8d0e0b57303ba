import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { HotSessionsUnavailable } from '../../src/ports/HotSessions.ts';
import { openRedisHotSessions } from '../../src/runtime/openRedisHotSessions.ts';
import { freePort, type RunningServer } from '../servers/process.ts';
import { describeWith, startRedis } from '../servers/servers.ts';
import { keptLog, testSites } from '../support/testShop.ts';

/** Long enough for several connections, and several times that one command is let through. */
const WHILE_MS = 2_500;

describeWith(['redis'], 'the log of a function whose Redis', () => {
  let server: RunningServer & { url: string };
  beforeAll(async () => {
    server = await startRedis({ password: 'right' });
  });
  afterAll(() => server?.stop());

  /** What is worse than usual, where sessions are asked for again and again. */
  const logged = async (environment: { readonly [name: string]: string }) => {
    const log = keptLog();
    const hotSessions = await openRedisHotSessions(environment, { log, now: Date.now, budgetMs: 500 });
    onTestFinished(() => hotSessions.close());
    const endAt = performance.now() + WHILE_MS;
    let answers = 0;
    while (performance.now() < endAt) {
      await hotSessions.active(testSites[0].id, Date.now(), Date.now()).then(
        () => (answers += 1),
        (error: unknown) => expect(error).toBeInstanceOf(HotSessionsUnavailable),
      );
      await delay(50);
    }
    const lines = log.lines.filter(({ level }) => level === 'warn' || level === 'error');
    return { answers, lines };
  };

  it.each([
    // On a busy machine a command is refused before we are told of the password.
    ['has another password', { REDIS_PASSWORD: 'wrong' }, /^(WRONGPASS|NOAUTH) /],
    ['wants a password, and there is none', {}, /^NOAUTH /],
  ])('%s, has one error, whatever number of requests', async (_, password, code) => {
    const { answers, lines } = await logged({ REDIS_URL: server.url, ...password });
    expect(answers).toBe(0);
    expect(lines).toEqual([
      {
        level: 'error',
        message: 'Redis refuses our password: sessions live from their cookies alone',
        fields: { error: expect.objectContaining({ message: expect.stringMatching(code) }) },
      },
    ]);
    // Its arguments are a visitor's.
    expect(lines[0]?.fields).not.toHaveProperty('error.command');
  });

  it('is not there, has warnings: it may come back', async () => {
    const { lines } = await logged({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
  });

  it('takes the password, has nothing', async () => {
    const { answers, lines } = await logged({ REDIS_URL: server.url, REDIS_PASSWORD: 'right' });
    expect(answers).toBeGreaterThan(10);
    expect(lines).toEqual([]);
  });
});
