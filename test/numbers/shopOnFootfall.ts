import { createHandler } from '../../functions/analytics/createHandler.ts';
import { memoryLedger } from '../../src/adapters/memory/memoryLedger.ts';
import { memoryLoginAttempts } from '../../src/adapters/memory/memoryLoginAttempts.ts';
import { memoryMetricsStore } from '../../src/adapters/memory/memoryMetricsStore.ts';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { eventOfDocument } from '../../src/adapters/mongodb/eventDocument.ts';
import { EVENTS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { createAggregator } from '../../src/aggregate/createAggregator.ts';
import type { Site } from '../../src/domain/site.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import type { RawEvent } from '../model/rawEvent.ts';
import { eventV2 } from '../support/apiGatewayEvents.ts';
import { keptLog, testKeys } from '../support/testShop.ts';
import type { Delivery } from './generateShop.ts';

export const TOKEN = 'a-token-of-staff-that-is-long-enough';

/** Everything between a queue's message and a number on the dashboard, in this process, with a clock that the test moves. */
export const shopOnFootfall = ({
  db,
  sites,
  clock,
}: {
  readonly db: DriverDb;
  readonly sites: readonly Site[];
  readonly clock: { nowMs: number };
}) => {
  const now = (): number => clock.nowMs;
  const log = keptLog();
  const record = mongoRecordStore({ db });
  const store = memoryMetricsStore();
  const ledger = memoryLedger();
  const write = writeMessages({ record, sites, log, now });
  const aggregatorOf = (owner: string) =>
    createAggregator({ record: mongoAggregationRecord({ db }), ledger, store, sites, log, now, owner });
  const aggregator = aggregatorOf('one');
  const handler = createHandler({
    sites,
    store,
    ledger,
    attempts: memoryLoginAttempts(),
    keys: testKeys,
    passwordHash: 'scrypt$2$1$1$AAAA$AAAA',
    token: TOKEN,
    log,
    now,
  });

  const runOf = async (site: Site): Promise<void> => {
    await aggregator.minute(site);
    await aggregator.midnight(site);
  };

  return {
    log,
    /** Writes messages as they come, some together, and runs the aggregators now and then, as often as asked. */
    live: async (deliveries: readonly Delivery[], runEveryMs: number): Promise<void> => {
      let nextRun = deliveries[0]?.at ?? 0;
      for (let from = 0; from < deliveries.length; ) {
        const first = deliveries[from];
        if (first === undefined) return;
        const batch = deliveries.slice(from, from + 10).filter(({ at }) => at - first.at < 60_000);
        clock.nowMs = batch.at(-1)?.at ?? first.at;
        await write(batch.map(({ message }) => message));
        from += batch.length;
        if (clock.nowMs < nextRun) continue;
        for (const site of sites) await runOf(site);
        nextRun = clock.nowMs + runEveryMs;
      }
    },
    /** Runs the aggregators once, at an instant. */
    runAt: async (nowMs: number): Promise<void> => {
      clock.nowMs = nowMs;
      for (const site of sites) await runOf(site);
    },
    aggregator,
    /** What the metrics API answers to staff. */
    ask: async (path: string, query: { readonly [name: string]: string }) => {
      const answer = await handler(
        eventV2({
          method: 'GET',
          path: `/api/analytics/${path}`,
          query: new URLSearchParams(query).toString(),
          headers: { authorization: `Bearer ${TOKEN}` },
        }),
      );
      if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
      return JSON.parse(answer.body ?? '');
    },
    /** All raw events, as they are exported. */
    exported: async (): Promise<RawEvent[]> => {
      const documents = await db.collection(EVENTS).find({}).toArray();
      return JSON.parse(JSON.stringify(documents.map(eventOfDocument)));
    },
  };
};
