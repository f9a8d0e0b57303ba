import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { looksTooSoon, nothingIsLeft } from './erasureRaces.ts';

it('erases a person whom the writer is writing of, in whatever order the two come', async () => {
  await fc.assert(nothingIsLeft(), { numRuns: 150 });
});

it('would find a writer that looks for tombstones before it saves', async () => {
  const checked = await fc.check(nothingIsLeft(looksTooSoon), { numRuns: 400, seed: 8, endOnFailure: true });
  expect(checked.failed).toBe(true);
});
