import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadResult } from '../load/LoadJob.ts';
import { newVisitors } from '../load/newVisitors.ts';
import type { Amounts } from '../options.ts';
import { startChild } from '../processes/startChild.ts';
import type { ServerReady } from '../servers/serve.ts';
import { InvalidMeasurement } from './InvalidMeasurement.ts';
import { SERVERS, type ServerName } from './servers.ts';
import type { Stage } from './stage.ts';

/** One load on one server. */
export interface Measure extends LoadResult {
  /** User and system time of the server's process, all of its threads: what neither the generator nor its neighbours distort. */
  readonly cpuMicrosPerRequest: number;
}

/** One server in one round. */
export interface ServerMeasures {
  /** Returning visitors over 64 connections. */
  readonly returning: Measure;
  /** Returning visitors, one request at a time. */
  readonly alone: Measure;
  /** First visits over 64 connections; only of servers that know visitors. */
  readonly first?: Measure;
}

export const CONNECTIONS = 64;
/** A server that does nothing for so long has ended what it still did when the load ended. */
const QUIET_MS = 150;
/** The second and the third load find a server that is warm, all but what they alone do. */
const LATER_WARM_UP_SHARE = 0.25;
/** A load on one connection has no queue that must fill. */
const ALONE_SHARE = 0.6;

/**
 * Measures one server in a fresh process, on an empty Redis.
 * @throws InvalidMeasurement where any request was not answered as it should, a message that was answered for is not in the queue, a session
 *   is not in Redis, or the server itself tells of a fault
 */
export const measureServer = async (
  stage: Stage,
  name: ServerName,
  amounts: Amounts,
): Promise<ServerMeasures> => {
  const { file, keepsSessions, enqueues } = SERVERS[name];
  await stage.redis.flushall();
  const server = await startChild<ServerReady>(file, stage.env);
  const { port } = server.ready;

  const measure = async (
    cookies: readonly string[],
    { connections, warmUpMs, measuredMs }: { connections: number; warmUpMs: number; measuredMs: number },
  ): Promise<Measure> => {
    const load = (durationMs: number) => stage.load({ port, connections, cookies, durationMs });
    await load(warmUpMs);
    const before = await settled(stage);
    const cpuBefore = await server.call<number>('cpuMicros');
    const result = await load(measuredMs);
    const cpuMicros = (await server.call<number>('cpuMicros')) - cpuBefore;
    const after = await settled(stage);
    const { answered } = result;
    // Requests in hand when the load ended have a message and a session, but no answer.
    expectWithin('messages in the queue', after.taken - before.taken, enqueues ? answered : 0, connections);
    const isFirst = cookies.length === 0;
    if (keepsSessions)
      expectWithin('new keys in Redis', after.keys - before.keys, isFirst ? answered : 0, connections);
    const faults = await server.call<string[]>('takeFaults');
    if (faults.length > 0) throw new InvalidMeasurement(`${name} tells of ${faults.join(', ')}`);
    return { ...result, cpuMicrosPerRequest: cpuMicros / answered };
  };

  try {
    // The others are sent what a visitor's browser sends in size and kind.
    const visitors = keepsSessions
      ? await newVisitors(port, amounts.visitors)
      : Array.from({ length: amounts.visitors }, (_, index) => `session=${String(index).padStart(400, '0')}`);
    const { warmUpMs, measuredMs } = amounts;
    const later = { connections: CONNECTIONS, warmUpMs: warmUpMs * LATER_WARM_UP_SHARE, measuredMs };
    const returning = await measure(visitors, { ...later, warmUpMs });
    const alone = await measure(visitors, {
      connections: 1,
      warmUpMs: later.warmUpMs,
      measuredMs: measuredMs * ALONE_SHARE,
    });
    return { returning, alone, ...(keepsSessions ? { first: await measure([], later) } : {}) };
  } finally {
    await server.stop();
  }
};

/** What is in the queue and in Redis, once nothing comes any more. */
const settled = async (stage: Stage): Promise<{ readonly taken: number; readonly keys: number }> => {
  for (let last = -1; ; ) {
    const now = { taken: await stage.taken(), keys: await stage.redis.dbsize() };
    if (now.taken + now.keys === last) return now;
    last = now.taken + now.keys;
    await sleep(QUIET_MS);
  }
};

const expectWithin = (what: string, count: number, from: number, tolerance: number): void => {
  if (count >= from && count <= from + tolerance) return;
  throw new InvalidMeasurement(`${count} ${what}, expected ${from} to ${from + tolerance}`);
};
