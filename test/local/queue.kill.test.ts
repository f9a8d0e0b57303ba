import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startLocalQueue } from '../../local/queue/startLocalQueue.ts';
import { createLog } from './queueLog.ts';

/** A round starts a process: half a second each. */
const ROUNDS = process.env.CI === 'true' ? 20 : 6;
const CHILD = new URL('./queue.child.ts', import.meta.url).pathname;

const ready = async (child: ChildProcess): Promise<void> => {
  const exited = once(child, 'exit').then(() =>
    Promise.reject(new Error('the child ended before it was ready')),
  );
  if (child.stdout === null) throw new Error('no output to wait for');
  await Promise.race([once(child.stdout, 'data'), exited]);
};

test(`kill -9 under load, ${ROUNDS} times: everything that was answered is handled`, {
  timeout: 120_000,
}, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'footfall-queue-kill-'));
  const journal = join(dir, 'journal');
  const noted = { answered: new Set<string>(), handled: new Set<string>() };
  const missing = () => [...noted.answered].filter((text) => !noted.handled.has(text));
  let roundsWithMissing = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const child = spawn(process.execPath, [CHILD, dir, journal, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    await ready(child);
    await sleep(Math.random() * 150);
    child.kill('SIGKILL');
    await exited;
    // Opened for appending: a kill may come before the first round's first line.
    for (const line of (await readFile(journal, { encoding: 'utf8', flag: 'a+' })).split('\n')) {
      const [what, text = ''] = line.split(' ');
      if (what === 'answered' || what === 'handled') noted[what].add(text);
    }
    if (missing().length > 0) roundsWithMissing++;
  }
  // Otherwise all kills came at moments when nothing could be lost, and the test shows nothing.
  expect(roundsWithMissing).toBeGreaterThan(0);

  const last = await startLocalQueue({
    dir,
    log: createLog(),
    drainMs: 30_000,
    handler: async ({ Records }) => {
      for (const { body } of Records) noted.handled.add(JSON.parse(body).text);
    },
  });
  await last.close();
  expect(missing()).toEqual([]);
  await rm(dir, { recursive: true });
});
