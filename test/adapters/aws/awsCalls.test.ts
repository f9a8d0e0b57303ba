import { inspect } from 'node:util';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startLoopbackFauxqs } from '../../../local/queue/loopbackFauxqs.ts';
import { AwsFault } from '../../../src/adapters/aws/AwsFault.ts';
import type { AwsCallsOptions } from '../../../src/adapters/aws/awsCalls.ts';
import { sqsCalls } from '../../../src/adapters/sqs/sqsCalls.ts';
import { type FaultyWay, startFaultyWay } from '../../contracts/eventQueue.faults.ts';

let upstream: string;
let way: FaultyWay;
beforeAll(async () => {
  const server = await startLoopbackFauxqs({ port: 0, region: 'eu-west-1' });
  upstream = server.endpoint;
  return () => server.close();
});
beforeEach(async () => {
  way = await startFaultyWay(upstream);
  return () => way.goDown();
});

const open = (options: Partial<AwsCallsOptions> = {}) =>
  sqsCalls({
    endpoint: way.endpoint,
    region: 'eu-west-1',
    credentials: () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    now: Date.now,
    ...options,
  });
const list = (calls: ReturnType<typeof sqsCalls>, timeoutMs = 1_000) =>
  calls.call('ListQueues', '{}', timeoutMs);

describe('a call of a service of AWS', () => {
  test('goes over the connection of the last one', async () => {
    const reused: boolean[] = [];
    way.faultOf = ({ reusedConnection }) => void reused.push(reusedConnection);
    const calls = open();
    for (let count = 0; count < 3; count++) await list(calls);
    expect(reused).toEqual([false, true, true]);
  });

  test('goes through in one, however many kept connections have died', async () => {
    const calls = open();
    await Promise.all(Array.from({ length: 5 }, () => list(calls)));
    const before = way.calls;
    way.faultOf = ({ reusedConnection }) => (reusedConnection ? { kind: 'reset' } : undefined);
    await list(calls);
    expect(way.calls - before).toBe(6);
  });

  test('fails where a new connection is reset', async () => {
    way.faultOf = () => ({ kind: 'reset' });
    await expect(list(open())).rejects.toMatchObject({
      name: 'AwsFault',
      code: 'ECONNRESET',
      retryable: true,
    });
    expect(way.calls).toBe(1);
  });

  test('fails after its time', async () => {
    way.faultOf = () => ({ kind: 'hang' });
    await expect(list(open(), 50)).rejects.toMatchObject({ code: 'Timeout', retryable: true });
  });

  test('fails where an answer with status 200 is no JSON', async () => {
    way.faultOf = () => ({ kind: 'answer', status: 200, body: '<html>log in to the network</html>' });
    await expect(list(open())).rejects.toMatchObject({ code: 'NotJson', retryable: true });
  });

  test('tells nothing of an answer that breaks off: it may hold a secret', async () => {
    way.faultOf = () => ({ kind: 'answer', status: 200, body: '{"SecretString":"hunter2' });
    const fault = await list(open()).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(AwsFault);
    expect(inspect(fault)).not.toContain('hunter2');
  });

  test('asks for credentials each time, and fails without any', async () => {
    const given = [{ accessKeyId: 'one', secretAccessKey: 's' }];
    const calls = open({
      credentials: async () => given.pop() ?? Promise.reject(new Error('the provider is down')),
    });
    await list(calls);
    await expect(list(calls)).rejects.toMatchObject({
      code: 'NoCredentials',
      cause: { message: 'the provider is down' },
    });
  });
});
