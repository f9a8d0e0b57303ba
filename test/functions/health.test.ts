import { expect, it } from 'vitest';
import { HotSessionsUnavailable } from '../../src/ports/HotSessions.ts';
import type { HealthParts } from '../../src/runtime/healthEndpoint.ts';
import { withDb } from '../adapters/embedded/openDb.ts';
import { peopleOnDb } from '../people/peopleOnDb.ts';
import { eventV2 } from '../support/apiGatewayEvents.ts';
import { NOON, testSites } from '../support/testShop.ts';

const up: HealthParts = {
  hotSessions: { store: 'Redis', check: async () => undefined },
  record: { store: 'MongoDB', check: async () => undefined },
  metrics: { store: 'DynamoDB', check: async () => undefined },
  queue: async () => ({ waiting: 3 }),
};
const UP = {
  status: 'up',
  hotSessions: { store: 'Redis', health: 'up' },
  record: { store: 'MongoDB', health: 'up' },
  metrics: { store: 'DynamoDB', health: 'up' },
  queue: { health: 'up', waiting: 3 },
};

/** Asks a people function that stands on these parts. */
const asking = (
  parts: HealthParts | undefined,
  body: (
    ask: (method?: string) => Promise<{ status: number; body: unknown }>,
    more: { clock: { nowMs: number }; log: ReturnType<typeof peopleOnDb>['log'] },
  ) => Promise<void>,
) =>
  withDb(async (db) => {
    const clock = { nowMs: NOON };
    const { handler, log } = peopleOnDb({
      db,
      sites: testSites,
      now: () => clock.nowMs,
      ...(parts && { health: parts }),
    });
    await body(
      async (method = 'GET') => {
        const { statusCode, body } = await handler(eventV2({ method, path: '/health' }));
        return { status: statusCode, body: body ? JSON.parse(body) : undefined };
      },
      { clock, log },
    );
  });

it('says to anybody what is up', () =>
  asking(up, async (ask) => {
    expect(await ask()).toEqual({ status: 200, body: UP });
    expect(await ask('HEAD')).toEqual({ status: 200, body: undefined });
    expect((await ask('POST')).status).toBe(405);
  }));

it('answers 200 where a part is down, says which one, and of why nothing but to the log', () =>
  asking(
    {
      ...up,
      hotSessions: {
        store: 'Redis',
        check: () => Promise.reject(new HotSessionsUnavailable('10.0.3.4:6380 refused')),
      },
      queue: () => Promise.reject(new Error('AccessDenied for arn:aws:sqs:eu-west-1:123456789012:events')),
    },
    async (ask, { log }) => {
      expect(await ask()).toEqual({
        status: 200,
        body: {
          ...UP,
          status: 'degraded',
          hotSessions: { store: 'Redis', health: 'down' },
          queue: { health: 'down' },
        },
      });
      expect(log.lines.map(({ message, fields }) => [message, Object(fields).part])).toEqual([
        ['a part does not answer', 'hot sessions'],
        ['a part does not answer', 'queue'],
      ]);
    },
  ));

it('waits for nobody who does not answer', () =>
  asking({ ...up, record: { store: 'MongoDB', check: () => new Promise(() => undefined) } }, async (ask) => {
    expect((await ask()).body).toMatchObject({ status: 'degraded', record: { health: 'down' } });
  }));

it('asks again after five seconds, however often it is asked', () => {
  let asked = 0;
  const counting: HealthParts = { ...up, record: { store: 'MongoDB', check: async () => void asked++ } };
  return asking(counting, async (ask, { clock }) => {
    await Promise.all([ask(), ask(), ask()]);
    clock.nowMs += 4_999;
    await ask();
    expect(asked).toBe(1);
    clock.nowMs += 1;
    await ask();
    expect(asked).toBe(2);
  });
});

it('is not there where nothing is told of', () =>
  asking(undefined, async (ask) => {
    expect((await ask()).status).toBe(404);
  }));
