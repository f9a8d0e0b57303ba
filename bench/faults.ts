import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../test/servers/process.ts';
import { requireServers, startRedis } from '../test/servers/servers.ts';
import { untilWritten } from '../test/support/staffClient.ts';
import { type FaultyPlace, SCENARIOS, startFootfallOn } from './faults/faultScenarios.ts';
import { type OpenLoop, openLoop, type SentEvent } from './faults/openLoop.ts';
import { startRecord } from './faults/startRecord.ts';
import { storedOnce } from './faults/storedOnce.ts';
import { thisMachine, told } from './machine.ts';
import { short, table } from './markdownTable.ts';
import { owned } from './processes/owned.ts';
import { quantile } from './statistics.ts';

/**
 * `node bench/faults.ts [--seconds 60] [--rate 500] [--only "Redis SIGSTOP"]`: real faults of real servers under an open loop of page
 * views; counts what was accepted against what is in the record. Ends with 1 where anything is lost, double, or refused without reason.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '500' },
    visitors: { type: 'string', default: '500' },
    only: { type: 'string' },
  },
});
const durationMs = Number(values.seconds) * 1_000;
const ratePerSecond = Number(values.rate);
const visitors = Number(values.visitors);
const WARM_UP_MS = 3_000;
const WRITTEN_WITHIN_MS = 15 * 60_000;

const log = (line: string): void => void process.stdout.write(`${line}\n`);

const openPlace = async (): Promise<FaultyPlace> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'footfall-faults-'));
  const storagePath = join(dataDir, 'mongo');
  const [redis, mongo] = [owned(await startRedis()), await startRecord({ storagePath })];
  const port = await freePort();
  const footfall = await startFootfallOn({ port, dataDir, redis, mongo });
  return { port, dataDir, storagePath, redis, mongo, footfall, deadFrom: [] };
};

const closePlace = async (place: FaultyPlace): Promise<void> => {
  place.footfall.child.kill('SIGKILL');
  await place.footfall.ended;
  await place.redis.stop();
  await place.mongo.stop();
  await rm(place.dataDir, { recursive: true, force: true });
};

const p99 = (events: readonly SentEvent[]): string => {
  const ms = events.flatMap(({ acceptedAt, dueAt, failures }) =>
    acceptedAt === undefined || failures.length > 0 ? [] : [acceptedAt - dueAt],
  );
  return ms.length === 0 ? '–' : short(quantile(ms, 0.99));
};

const load = (port: number, ms: number): OpenLoop =>
  openLoop({ port, ratePerSecond, durationMs: ms, visitors });

requireServers(['redis', 'secantus']);
log(
  `${ratePerSecond} requests a second for ${durationMs / 1_000} s, ${visitors} visitors; ${told(thisMachine())}`,
);
const rows: string[][] = [];
let isGood = true;
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  if (values.only !== undefined && values.only !== name) continue;
  const place = await openPlace();
  try {
    log(`${name}: begins`);
    const warmUp = load(place.port, WARM_UP_MS);
    await warmUp.done;
    const { events, done } = load(place.port, durationMs);
    await scenario(place, durationMs);
    await done;
    await untilWritten(`http://localhost:${place.port}`, WRITTEN_WITHIN_MS);

    const all = [...warmUp.events, ...events];
    const accepted = all.filter(({ acceptedAt }) => acceptedAt !== undefined);
    const failures = all.flatMap((event) => event.failures);
    const whileUp = failures.filter(
      ({ at }) => !place.deadFrom.some(({ from, to }) => at >= from && at <= to),
    );
    const { stored, lost, double } = await storedOnce(
      place.mongo.url,
      accepted.map(({ id }) => id),
    );
    isGood &&= lost === 0 && double === 0 && whileUp.length === 0;
    const deadMs = place.deadFrom.reduce((sum, { from, to }) => sum + to - from, 0);
    rows.push([
      name,
      String(all.length),
      String(accepted.length),
      String(stored),
      String(lost),
      String(double),
      String(failures.length),
      String(whileUp.length),
      short(deadMs / 1_000),
      `${p99(warmUp.events)}, ${p99(events)}`,
    ]);
    log(
      `${name}: ${accepted.length} accepted, ${lost} lost, ${double} double, ${whileUp.length} failed while up`,
    );
    for (const how of new Set(whileUp.map((failure) => failure.how)))
      log(`  ${how}: ${whileUp.filter((failure) => failure.how === how).length}`);
  } finally {
    await closePlace(place);
  }
}
log(
  table(
    [
      'fault',
      'events',
      'accepted',
      'stored',
      'lost',
      'double',
      'failed requests',
      'of them while the server was up',
      'server dead, s',
      'p99 before and in all, ms',
    ],
    rows,
  ),
);
process.exit(isGood ? 0 : 1);
