import { createClient, inTurns } from '../test/hostile/ask.ts';
import { type Attack, attacksOn, ordinaryQuestion } from '../test/hostile/attacks.ts';
import { faultIn } from '../test/hostile/faultIn.ts';
import { forget, startHostileFootfall } from '../test/hostile/hostileFootfall.ts';
import { thisMachine, told } from './machine.ts';
import { short, table } from './markdownTable.ts';
import { quantile } from './statistics.ts';
import { seededRandom } from './writer/seededRandom.ts';

/**
 * `node bench/hostile.ts [attacks of each operation]`: hostile requests beside ordinary ones of the same operations, in the same run on
 * the same connections, in random order. The goal: a hostile one's p99 is at most twice an ordinary one's.
 */
const CONNECTIONS = 4;
const ATTACKS_EACH = Number(process.argv[2] ?? 300);
/** First requests compile what all later ones run. */
const WARM_UP = 300;
/** Most of an honest login is the hash of a password, which a refused one is spared: they would flatter us. */
const LEFT_OUT = new Set(['login', 'shopLogin', 'shopRegister']);

type Kind = 'hostile' | 'ordinary';
interface Asked extends Attack {
  readonly operation: string;
  readonly kind: Kind;
}

if (!Number.isSafeInteger(ATTACKS_EACH) || ATTACKS_EACH < 10) {
  throw new Error('node bench/hostile.ts [attacks of each operation, 10 or more]');
}
const footfall = await startHostileFootfall(CONNECTIONS);
const random = seededRandom(8);
const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

const operations = footfall.operations.filter(({ id }) => !LEFT_OUT.has(id));
const asked: Asked[] = operations.flatMap((operation) => {
  const { id } = operation;
  const attacks = shuffled(attacksOn(operation, footfall.credentials)).slice(0, ATTACKS_EACH);
  return attacks.flatMap((attack): Asked[] => [
    { ...attack, operation: id, kind: 'hostile' },
    {
      what: `${id}: ordinary`,
      question: ordinaryQuestion(operation, footfall.credentials),
      operation: id,
      kind: 'ordinary',
    },
  ]);
});

// Not Footfall's own: its connection was idle while the attacks were made, which takes seconds, and the server hangs up after five.
const client = createClient(footfall.port, CONNECTIONS);
const measured: (Asked & { readonly ms: number })[] = [];
const faults: string[] = [];
await inTurns(
  shuffled(asked).slice(0, WARM_UP),
  CONNECTIONS,
  async ({ question }) => void (await client.ask(question)),
);
await inTurns(shuffled(asked), CONNECTIONS, async (one) => {
  const answer = await client.ask(one.question);
  const fault = faultIn(answer);
  if (fault !== undefined) faults.push(`${one.what} ${fault}`);
  measured.push({ ...one, ms: answer.ms });
});
client.close();
await forget(footfall);

const msOf = (kind: Kind, operation?: string): number[] =>
  measured
    .filter((one) => one.kind === kind && (operation ?? one.operation) === one.operation)
    .map(({ ms }) => ms);
const row = (name: string, operation?: string): string[] => {
  const [hostile, ordinary] = [msOf('hostile', operation), msOf('ordinary', operation)];
  const p99 = { hostile: quantile(hostile, 0.99), ordinary: quantile(ordinary, 0.99) };
  return [
    name,
    String(hostile.length),
    ...[quantile(hostile, 0.5), quantile(ordinary, 0.5), p99.hostile, p99.ordinary].map(short),
    short(p99.hostile / p99.ordinary),
  ];
};
console.log(`${told(thisMachine())}\n`);
console.log(
  table(
    [
      'operation',
      'hostile requests',
      'p50 hostile, ms',
      'p50 ordinary, ms',
      'p99 hostile, ms',
      'p99 ordinary, ms',
      'p99 ratio',
    ],
    [row('all'), ...operations.map(({ id }) => row(id, id))],
  ),
);
for (const fault of faults.slice(0, 20)) console.log(`!! ${fault}`);
if (faults.length > 0) process.exitCode = 1;
