import { connectSqs } from '../../src/adapters/sqs/connectSqs.ts';
import { Complaint, runCommand } from '../aggregate/Complaint.ts';
import { wholeNumber } from '../aggregate/parseOptions.ts';
import { complainingOfAws } from '../command/awsComplaint.ts';
import { parseCommand, requiredOption } from '../command/parseCommand.ts';
import { type Redriven, redrive } from './redrive.ts';

const USAGE = 'npm run redrive -- --from DEAD_LETTER_QUEUE_URL --to QUEUE_URL [--max N]';
const MAX_LETTERS = 10_000_000;

const queueUrl = (name: 'from' | 'to', text: string | undefined): string => {
  const url = requiredOption(USAGE, name, text);
  if (URL.canParse(url)) return url;
  throw new Complaint(`--${name} must be the URL of a queue.\nUsage: ${USAGE}`);
};

const letters = (count: number): string => `${count} ${count === 1 ? 'letter' : 'letters'}`;

const told = ({ givenUp, refused, heldBack, left }: Redriven): string =>
  [
    `${letters(givenUp + refused)} moved; ${left} left.`,
    ...(refused === 0
      ? []
      : [
          `${letters(refused)} of them the writer had refused (attribute "reason"): they go round again, and come back unless the writer has changed.`,
        ]),
    ...(heldBack === 0 ? [] : [`${letters(heldBack)} came since the start and stayed.`]),
  ].join('\n');

/** Moves dead letters back to the queue that they came from. */
await runCommand(async () => {
  const options = parseCommand(process.argv.slice(2), {
    usage: USAGE,
    options: { from: { type: 'string' }, to: { type: 'string' }, max: { type: 'string' } },
  });
  const [from, to] = [queueUrl('from', options.from), queueUrl('to', options.to)];
  if (from === to) throw new Complaint('--from and --to are the same queue.');
  const max =
    options.max === undefined
      ? undefined
      : wholeNumber('max', options.max, { fallback: MAX_LETTERS, min: 1, max: MAX_LETTERS });
  const client = connectSqs();
  try {
    let moved = 0;
    const redriven = await complainingOfAws(
      () => redrive({ client, from, to, max, onMoved: () => moved++ }),
      () => `${letters(moved)} moved by then.`,
    );
    process.stdout.write(`${told(redriven)}\n`);
  } finally {
    client.destroy();
  }
});
