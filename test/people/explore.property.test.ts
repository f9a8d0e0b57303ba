import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { eventOfDocument } from '../../src/adapters/mongodb/eventDocument.ts';
import { EVENTS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { DIMENSIONS } from '../../src/domain/metrics/dimensions.ts';
import type { Site } from '../../src/domain/site.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { withDb } from '../adapters/embedded/openDb.ts';
import { dayAfter, dayAt } from '../model/calendar.ts';
import { shopModel } from '../model/shopModel.ts';
import { type Delivery, generatedSite, generateShop } from '../numbers/generateShop.ts';
import { shopOnFootfall } from '../numbers/shopOnFootfall.ts';
import { keptLog } from '../support/testShop.ts';
import { peopleOnDb } from './peopleOnDb.ts';

const DAY = 86_400_000;
/** A shop takes some tenths of a second. */
const SHOPS = process.env.CI === 'true' ? 30 : 12;

const shop = fc.record({
  seed: fc.nat(),
  when: fc.constantFrom(
    ['UTC', '2026-02-26'] as const,
    ['Europe/Berlin', '2026-03-27'] as const,
    ['Australia/Lord_Howe', '2026-10-02'] as const,
  ),
  days: fc.integer({ min: 1, max: 6 }),
  visits: fc.integer({ min: 1, max: 60 }),
  by: fc.constantFrom(...DIMENSIONS),
  under: fc.constantFrom(...DIMENSIONS),
});
type Shop = typeof shop extends fc.Arbitrary<infer T> ? T : never;

type Numbers = { readonly [name: string]: unknown };
type Row = { readonly value: string; readonly totalVisits: number; readonly other?: boolean } & Numbers;

/** Of what is told, what the model reckons too. */
const reckoned = (told: Numbers, model: Numbers): Numbers =>
  Object.fromEntries(
    Object.keys(model)
      .filter((name) => !name.startsWith('reached'))
      .map((name) => [name, told[name]]),
  );
const expectSame = (told: Numbers, model: Numbers, where: string): void =>
  expect(reckoned(told, model), where).toEqual(reckoned(model, model));

/** A generated shop, and another one beside it that must be in no answer. */
const withShop = (
  { seed, when: [timezone, firstDay], days, visits }: Shop,
  body: (shop: {
    readonly db: DriverDb;
    readonly sites: readonly [Site, Site];
    readonly deliveries: readonly Delivery[];
    readonly clock: { nowMs: number };
    readonly explore: (query: readonly (readonly [string, string])[]) => Promise<{
      readonly rows: readonly Row[];
      readonly total: Numbers;
    }>;
    readonly range: readonly [from: string, to: string];
    readonly endMs: number;
  }) => Promise<void>,
) => {
  const sites = [generatedSite('one', timezone), generatedSite('two', 'America/New_York')] as const;
  const startMs = Date.parse(`${firstDay}T00:00:00Z`);
  const clock = { nowMs: startMs };
  const now = (): number => clock.nowMs;
  const deliveries = sites
    .flatMap((site, index) => generateShop({ seed: seed + index, site, startMs, days, visits }))
    .sort((a, b) => a.at - b.at);
  const endMs = Math.max(startMs + (days + 3) * DAY, deliveries.at(-1)?.at ?? 0);
  return withDb(
    async (db) => {
      const people = peopleOnDb({ db, sites, now });
      await body({
        db,
        sites,
        deliveries,
        clock,
        explore: (query) => people.ask('explore', [['site', 'one'], ...query]),
        range: [dayAt(startMs - DAY, timezone), dayAt(endMs, timezone)],
        endMs,
      });
    },
    { now },
  );
};

const rangeQuery = ([from, to]: readonly [string, string]) =>
  [
    ['from', from],
    ['to', to],
  ] as const;

test(`${SHOPS} generated shops: what is explored equals the independent model before any aggregator ran`, {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(shop, (generated) =>
      withShop(generated, async ({ db, sites, deliveries, clock, explore, range, endMs }) => {
        const write = writeMessages({ record: mongoRecordStore({ db }), sites, log: keptLog() });
        for (const { message } of deliveries) await write([message]);
        clock.nowMs = endMs;
        const events = await db.collection(EVENTS).find({}).toArray();
        const model = shopModel(sites[0], JSON.parse(JSON.stringify(events.map(eventOfDocument))));
        const { by } = generated;
        const { rows, total } = await explore([...rangeQuery(range), ['by', by]]);
        expectSame(total, model.numbersOf(...range), 'total');
        expect(total.bots).toBe(model.botsOf(...range).sessions);
        expect(rows.map(({ value }) => value).sort()).toEqual(model.valuesOf(...range, by));
        for (const row of rows)
          expectSame(row, model.numbersOf(...range, by, row.value), `${by} ${row.value}`);
      }),
    ),
    { numRuns: SHOPS },
  );
});

test(`${SHOPS} generated shops: what is explored equals what is stored, and filters mean the same in any order`, {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(shop, (generated) =>
      withShop(generated, async ({ db, sites, deliveries, clock, explore, range, endMs }) => {
        const footfall = shopOnFootfall({ db, sites, clock });
        await footfall.live(deliveries, Number.MAX_SAFE_INTEGER);
        await footfall.runAt(endMs);
        const model = shopModel(sites[0], await footfall.exported());
        const { by, under } = generated;
        // A part of the range has visitors whose first session lies before it.
        const part = [dayAfter(range[0], 1), dayAfter(range[0], 2)] as const;
        for (const [from, to] of [range, part]) {
          const days = rangeQuery([from, to]);
          const stored = await footfall.ask('breakdown', { site: 'one', from, to, by, limit: '500' });
          const explored = await explore([...days, ['by', by]]);
          expect(explored.rows).toEqual(stored.rows);
          expect(explored.total).toEqual(stored.total);

          const values = model.valuesOf(from, to, under);
          for (const value of [...values, 'no such value']) {
            const filter = ['filter', `${under}:${value}`] as const;
            const summary = await footfall.ask('summary', { site: 'one', from, to, filter: filter[1] });
            const some = await explore([...days, filter, ['by', by]]);
            expect(some.total, filter[1]).toEqual(summary.current);
            expectSame(some.total, model.numbersOf(from, to, under, value), filter[1]);
            for (const row of some.rows) {
              const second = ['filter', `${by}:${row.value}`] as const;
              const { value: _, ...numbers } = row;
              for (const filters of [
                [filter, second],
                [second, filter],
              ]) {
                expect((await explore([...days, ...filters])).total).toEqual(numbers);
              }
            }
          }
        }
      }),
    ),
    { numRuns: SHOPS },
  );
});
