import { expect, it } from 'vitest';
import { untilProcessed } from '../../../src/adapters/dynamodb/untilProcessed.ts';
import { MetricsUnavailable } from '../../../src/ports/MetricsStore.ts';

it('sends what is left of a batch until nothing is, whatever is done of it at a time', async () => {
  const sent: number[][] = [];
  await untilProcessed([1, 2, 3, 4], async (left) => {
    sent.push(left);
    return sent.length === 2 ? left : left.slice(0, -2);
  });
  expect(sent).toEqual([
    [1, 2, 3, 4],
    [1, 2],
    [1, 2],
  ]);
});

it('sends nothing of an empty batch', async () => {
  await untilProcessed([], () => Promise.reject(new Error('sent')));
});

it('gives up a batch of which nothing is ever done', async () => {
  let sent = 0;
  const sending = untilProcessed([1], async (left) => {
    sent += 1;
    return left;
  });
  await expect(sending).rejects.toBeInstanceOf(MetricsUnavailable);
  expect(sent).toBe(8);
});
