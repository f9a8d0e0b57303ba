import { expect, test } from 'vitest';
import { withRetry } from '../../../src/adapters/aws/withRetry.ts';

const POLICY = { maxTries: 3, callTimeoutMs: 100, backoffMs: 1 };

/** How long each try was given, where every one asks for another. */
const tries = async (policy: typeof POLICY, leftMs: number): Promise<number[]> => {
  const timeouts: number[] = [];
  await withRetry(policy, performance.now() + leftMs, async (timeoutMs) => {
    timeouts.push(timeoutMs);
    return 'again';
  });
  return timeouts;
};

test('it tries as often as the policy says, and gives each try its longest', async () => {
  expect(await tries(POLICY, 10_000)).toEqual([100, 100, 100]);
});

test('a try gets no more time than is left', async () => {
  const [first = 0] = await tries({ ...POLICY, maxTries: 1, callTimeoutMs: 60_000 }, 10_000);
  expect(first).toBeGreaterThan(5_000);
  expect(first).toBeLessThanOrEqual(10_000);
});

test('where a pause would outlast the deadline it gives up', async () => {
  const startedAt = performance.now();
  expect(await tries({ ...POLICY, backoffMs: 60_000 }, 10_000)).toHaveLength(1);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('what is done is not tried again', async () => {
  let count = 0;
  await withRetry(POLICY, performance.now() + 10_000, async () => {
    count++;
    return 'done';
  });
  expect(count).toBe(1);
});
