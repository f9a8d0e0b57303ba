import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createHandler } from '../functions/track/createHandler.ts';
import { memoryIdentities } from '../src/adapters/memory/memoryIdentities.ts';
import { parseKeyRing } from '../src/config/parseKeyRing.ts';
import { parseSites } from '../src/config/parseSites.ts';
import { openRedis } from '../src/runtime/openRedis.ts';
import { startRedis } from '../test/servers/servers.ts';
import { eventV2, lambdaContext } from '../test/support/apiGatewayEvents.ts';
import { cookieHeaderOf } from './load/newVisitors.ts';
import { thisMachine, told } from './machine.ts';
import { short, table } from './markdownTable.ts';
import { owned } from './processes/owned.ts';
import { quantile, rotated, summarize } from './statistics.ts';
import { silentLog } from './traffic/silentLog.ts';
import { COOKIE_KEYS, SITES_JSON } from './traffic/site.ts';
import { headersWith, pageViewPost } from './traffic/trackRequest.ts';

/** Many requests share this event loop with their generator: past Redis's budget a request would do less work. */
const REDIS_BUDGET_MS = 2_000;
const WARM_UP_ROUNDS = 2;

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, requests: { type: 'string', default: '2000' } },
});
const [rounds, requests] = [Number(values.rounds), Number(values.requests)];
if (!(rounds > 0 && requests > 0)) throw new Error('node bench/limits.ts [--rounds 15] [--requests 2000]');

const server = owned(await startRedis());
const { hotSessions, limits } = await openRedis(
  { REDIS_URL: server.url },
  { log: silentLog, now: Date.now, budgetMs: REDIS_BUDGET_MS },
);
const [site] = parseSites(JSON.parse(SITES_JSON));
const MOST = 100_000_000;

/** What a request is under, beside one that is under nothing. */
const VARIANTS = {
  'no limit': { limits: undefined, sites: [site] },
  address: { limits, sites: [{ ...site, limits: { addressPerMinute: MOST } }] },
  'address and site': {
    limits,
    sites: [{ ...site, limits: { addressPerMinute: MOST, sitePerMinute: MOST } }],
  },
} as const;
type Variant = keyof typeof VARIANTS;
const NAMES = Object.keys(VARIANTS) as readonly Variant[];

/** One request after another, of one returning visitor: microseconds of this process's CPU, and the median wait, each a request. */
const measure = async (name: Variant): Promise<{ readonly cpuMicros: number; readonly p50Ms: number }> => {
  const handler = createHandler({
    ...VARIANTS[name],
    keys: parseKeyRing(COOKIE_KEYS),
    hotSessions,
    findSession: async () => undefined,
    identities: memoryIdentities(),
    deliver: async () => undefined,
    now: Date.now,
    randomId: randomUUID,
    log: silentLog,
    count: (what) => {
      throw new Error(`the traffic is flawless, and ${what} was counted`);
    },
  });
  const send = async (cookie?: string) => {
    const event = eventV2({ headers: headersWith(cookie), body: pageViewPost(Date.now()) });
    const answer = await handler(event as never, lambdaContext as never);
    if (answer.statusCode !== 200) throw new Error(`answered ${answer.statusCode}`);
    return answer;
  };
  const cookie = cookieHeaderOf((await send()).cookies ?? []);
  const times: number[] = [];
  const before = process.cpuUsage();
  // A session of more than 2,000 events ends.
  for (let index = 1; index < Math.min(requests, 2_000); index++) {
    const startedAt = performance.now();
    await send(cookie);
    times.push(performance.now() - startedAt);
  }
  const { user, system } = process.cpuUsage(before);
  return { cpuMicros: (user + system) / times.length, p50Ms: quantile(times, 0.5) };
};

console.log(`The cost of a limit: ${told(thisMachine())}\n`);
const measured = new Map(
  NAMES.map((name) => [
    name,
    { cpu: [] as number[], p50: [] as number[], moreCpu: [] as number[], moreMs: [] as number[] },
  ]),
);
for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
  const ofRound = new Map<Variant, Awaited<ReturnType<typeof measure>>>();
  for (const name of rotated(NAMES, round + WARM_UP_ROUNDS)) ofRound.set(name, await measure(name));
  const least = ofRound.get('no limit');
  if (round < 0 || least === undefined) continue;
  for (const [name, { cpuMicros, p50Ms }] of ofRound) {
    const all = measured.get(name);
    all?.cpu.push(cpuMicros);
    all?.p50.push(p50Ms);
    all?.moreCpu.push(cpuMicros - least.cpuMicros);
    all?.moreMs.push(p50Ms - least.p50Ms);
  }
}
const spread = (figures: readonly number[]): string => {
  const { median, min, max } = summarize(figures);
  return `${short(median)} (${short(min)} to ${short(max)})`;
};
console.log(
  table(
    ['limits', 'CPU a request, us', 'more than without, us', 'p50, ms', 'more than without, ms'],
    [...measured].map(([name, { cpu, p50, moreCpu, moreMs }]) => [
      name,
      spread(cpu),
      spread(moreCpu),
      spread(p50),
      spread(moreMs),
    ]),
  ),
);
await hotSessions.close();
await server.stop();
