import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { openSpool } from '../../local/queue/openSpool.ts';
import { createLog } from './queueLog.ts';

let path: string;
beforeEach(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'footfall-spool-'));
  path = join(dir, 'spool');
  return () => rm(dir, { recursive: true });
});
const opened = () => openSpool({ path, log: createLog(), compactFromBytes: 300 });

/** A message comes, or some of those that are open are finished, chosen by where they stand. */
const step = fc.oneof(
  fc.record({ body: fc.string({ unit: 'binary', maxLength: 80 }) }),
  fc.record({ clear: fc.array(fc.nat({ max: 20 }), { maxLength: 5 }) }),
);

test('whatever comes and goes, at once and through compactions and restarts, the spool holds what is open', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { maxLength: 30 }), { maxLength: 4 }), async (runs) => {
      await rm(path, { force: true });
      const model = new Map<number, string>();
      for (const steps of runs) {
        const spool = await opened();
        expect(new Map(spool.open)).toEqual(model);
        const writing: Promise<unknown>[] = [];
        for (const one of steps) {
          if ('body' in one) {
            writing.push(spool.add(one.body));
            const id = [...spool.open.keys()].at(-1);
            if (id !== undefined) model.set(id, one.body);
          } else {
            const openIds = [...model.keys()];
            const ids = one.clear.flatMap((place) => openIds[place] ?? []);
            for (const id of ids) model.delete(id);
            writing.push(spool.clear(ids));
          }
        }
        await Promise.all(writing);
        expect(new Map(spool.open)).toEqual(model);
        await spool.close();
      }
    }),
    { numRuns: 100 },
  );
});

test('a spool whose messages come and go stays small', async () => {
  const spool = await opened();
  let largest = 0;
  for (let count = 0; count < 200; count++) {
    await spool.clear([await spool.add('x'.repeat(50))]);
    largest = Math.max(largest, (await stat(path)).size);
  }
  expect(largest).toBeLessThan(1_000);
  await spool.close();
});

test('who waits for an empty spool is told once it is', async () => {
  const spool = await opened();
  await spool.whenEmpty();
  const ids = [await spool.add('a'), await spool.add('b')];
  let empty = false;
  const waiting = spool.whenEmpty().then(() => {
    empty = true;
  });
  await spool.clear(ids.slice(0, 1));
  expect(empty).toBe(false);
  await spool.clear(ids.slice(1));
  await waiting;
  expect(empty).toBe(true);
  await spool.close();
});
