import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { fillRecord } from '../../bench/metrics/fillRecord.ts';
import { asBefore, playMinute } from '../../bench/metrics/shopMinutes.ts';
import { shopSessions, VISITORS_SHARE } from '../../bench/metrics/shopSessions.ts';
import { SITES_JSON } from '../../bench/traffic/site.ts';
import { startLoopbackDynalite } from '../../local/wiring/loopbackDynalite.ts';
import { createTable } from '../../src/adapters/dynamodb/createTable.ts';
import { dynamoLedger } from '../../src/adapters/dynamodb/dynamoLedger.ts';
import { dynamoMetricsStore } from '../../src/adapters/dynamodb/dynamoMetricsStore.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { createAggregator } from '../../src/aggregate/createAggregator.ts';
import { parseSitesJson } from '../../src/config/parseSites.ts';
import { inMemoryDb } from '../aggregate/inMemoryDb.ts';
import { keptLog } from '../support/testShop.ts';

/** What one run of the minute aggregator costs in DynamoDB: request units, as dynalite counts them by DynamoDB's rules. */
export interface MeasuredMinute {
  readonly writeUnits: number;
  readonly readUnits: number;
}

const MINUTE_MS = 60_000;
const HOURS_SO_FAR = 18;
/** Runs before those that count: the first folds all of today. */
const WARM_UP = 2;
const MEASURED = 5;

const [site] = parseSitesJson(SITES_JSON);
/** Midnight of a day in the site's zone, as `bench/metrics/refreshToday.ts` has it. */
const DAY_STARTS_AT = Date.UTC(2026, 10, 9, 23);

interface Units {
  writes: number;
  reads: number;
}

/** Counts the units of each command that the client sends. */
const countUnits = (client: DynamoDBClient): Units => {
  const units: Units = { writes: 0, reads: 0 };
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const answer = await next(args);
        const consumed = (answer.output as { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] })
          .ConsumedCapacity;
        const sum = [consumed ?? []]
          .flat()
          .reduce((total, { CapacityUnits = 0 }) => total + CapacityUnits, 0);
        if (/^(Get|BatchGet|Query)/.test(commandName)) units.reads += sum;
        else units.writes += sum;
        return answer;
      },
    { step: 'initialize' },
  );
  return units;
};

/**
 * The minute aggregator at 18 o'clock of a shop's day, minute after minute, with what happens in them. The mean of a run.
 * @param sessionsADay evenly over the day: the shop of `bench/`
 */
export const measureMinute = async (sessionsADay: number): Promise<MeasuredMinute> => {
  let nowMs = DAY_STARTS_AT + HOURS_SO_FAR * 60 * MINUTE_MS;
  const now = () => nowMs + 5_000;
  const db = inMemoryDb(now);
  const toMs = nowMs + (WARM_UP + MEASURED) * MINUTE_MS;
  const count = Math.round((sessionsADay * (toMs - DAY_STARTS_AT)) / (24 * 60 * MINUTE_MS));
  const visitors = Math.ceil(count * VISITORS_SHARE);
  const all = [...shopSessions({ count, visitors, fromMs: DAY_STARTS_AT, toMs })];
  const soFar = all.filter(({ startedAt }) => startedAt < nowMs).map((fact) => asBefore(fact, nowMs));
  await fillRecord(db, { site, sessions: soFar, noted: true });

  const folder = await mkdtemp(join(tmpdir(), 'footfall-cost-'));
  const { client, close } = await startLoopbackDynalite({ path: folder });
  try {
    const table = { client, tableName: 'footfall' };
    await createTable(table);
    const ledger = dynamoLedger(table);
    await ledger.reserveNumbers(site.id, visitors);
    const aggregator = createAggregator({
      record: mongoAggregationRecord({ db }),
      ledger,
      store: dynamoMetricsStore(table),
      sites: [site],
      log: keptLog(),
      now,
      owner: 'cost',
    });
    const runMinute = async (): Promise<void> => {
      const span = { startMs: nowMs, endMs: nowMs + MINUTE_MS };
      await playMinute(db, { site, sessions: all.filter(({ lastSeenAt }) => lastSeenAt >= nowMs), span });
      nowMs = span.endMs;
      const { fold } = await aggregator.minute(site);
      if (fold.outcome !== 'done') throw new Error(`the minute was not aggregated: ${fold.outcome}`);
    };
    for (let minute = 0; minute < WARM_UP; minute++) await runMinute();
    const units = countUnits(client);
    for (let minute = 0; minute < MEASURED; minute++) await runMinute();
    return { writeUnits: units.writes / MEASURED, readUnits: units.reads / MEASURED };
  } finally {
    await close();
    await rm(folder, { recursive: true, force: true });
  }
};
