import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalQueue } from '../../local/queue/startLocalQueue.ts';
import { createLog } from './queueLog.ts';

/**
 * A process that a test kills: `node queue.child.ts <data folder> <journal> <round>` sends without end, and writes to the
 * journal which messages were answered and which were handled. A system call each, so that the journal outlives `kill -9`.
 */
const [dir = '', journal = '', round = ''] = process.argv.slice(2);
const note = (what: 'answered' | 'handled', text: string): void =>
  appendFileSync(journal, `${what} ${text}\n`);

const { queue } = await startLocalQueue({
  dir,
  log: createLog(),
  handler: async ({ Records }) => {
    await sleep(5);
    for (const { body } of Records) note('handled', JSON.parse(body).text);
  },
});

let count = 0;
const sendOn = async (): Promise<void> => {
  for (;;) {
    const text = `${round}-${count++}`;
    await queue.send(JSON.stringify({ text }));
    note('answered', text);
  }
};
process.stdout.write('ready\n');
await Promise.all(Array.from({ length: 8 }, sendOn));
