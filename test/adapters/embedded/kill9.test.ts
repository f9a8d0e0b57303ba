import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { openDbIn } from './openDb.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';

const ROUNDS = process.env.CI === 'true' ? 20 : 6;

/** Lets a process write into the folder for a while, kills it, and gives the whole lines it printed. */
const killWhileWriting = async (dir: string, round: number): Promise<string[]> => {
  const program = new URL('./insertingProcess.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, dir, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await once(child.stdout, 'data');
  setTimeout(() => child.kill('SIGKILL'), 5 + ((round * 17) % 90));
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  return output.slice(0, output.lastIndexOf('\n')).split('\n');
};

test(
  `kill -9 in the middle of writing loses nothing that was answered, ${ROUNDS} times in one folder`,
  () =>
    withTemporaryFolder(async (dir) => {
      const answered = new Set<string>();
      for (let round = 0; round < ROUNDS; round++) {
        for (const line of await killWhileWriting(dir, round))
          if (!line.startsWith('repaired')) answered.add(line);
        const db = await openDbIn(dir, { onRepair: () => undefined });
        const found = new Set((await db.collection('c').find({}).toArray()).map(({ _id }) => _id));
        expect([...answered].filter((id) => !found.has(id))).toEqual([]);
        // four calls were under way at most, in each round
        expect(found.size - answered.size).toBeLessThanOrEqual(4 * (round + 1) + 1);
        await db.close();
      }
      expect(answered.size).toBeGreaterThan(10 * ROUNDS);
    }),
  120_000,
);
