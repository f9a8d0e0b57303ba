import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DIMENSIONS } from '../../src/domain/metrics/dimensions.ts';
import { inMemoryDb } from '../aggregate/inMemoryDb.ts';
import { dayAfter, dayAt, daysFromTo, mondayOf } from '../model/calendar.ts';
import { shopModel } from '../model/shopModel.ts';
import { generatedSite, generateShop } from './generateShop.ts';
import { shopOnFootfall } from './shopOnFootfall.ts';

const DAY = 86_400_000;
/** A shop takes a third of a second. */
const SHOPS = process.env.CI === 'true' ? 200 : 25;

/** Zones, and days on which their clocks change (both ways, some by half an hour, some at midnight), or do not. */
const WHEN = [
  ['UTC', '2026-02-26'],
  ['Europe/Berlin', '2026-03-27'],
  ['Europe/Berlin', '2026-10-23'],
  ['America/New_York', '2026-03-06'],
  ['Asia/Kolkata', '2026-01-29'],
  ['Asia/Kathmandu', '2026-05-30'],
  ['Australia/Lord_Howe', '2026-04-03'],
  ['Australia/Lord_Howe', '2026-10-02'],
  ['America/Santiago', '2026-09-04'],
  ['Africa/Cairo', '2026-04-22'],
  ['Pacific/Chatham', '2026-09-25'],
  ['Pacific/Kiritimati', '2026-12-29'],
] as const;

const shop = fc.record({
  seed: fc.nat(),
  when: fc.constantFrom(...WHEN),
  days: fc.integer({ min: 1, max: 12 }),
  visits: fc.integer({ min: 1, max: 40 }),
  /** How often the aggregators run while the shop lives: each few minutes, seldom, or only at the end. */
  runEveryMs: fc.oneof(
    { weight: 1, arbitrary: fc.constant(10 * 60_000) },
    { weight: 6, arbitrary: fc.constantFrom(5 * 3_600_000, 3 * DAY, Number.MAX_SAFE_INTEGER) },
  ),
});

type Numbers = { readonly [name: string]: unknown };
/** Of what is answered, what the model reckons too. */
const likewise = (answered: Numbers, reckoned: Numbers): Numbers =>
  Object.fromEntries(
    Object.keys(reckoned)
      .filter((name) => !name.startsWith('reached'))
      .map((name) => [name, answered[name]]),
  );
const withoutSteps = (reckoned: Numbers): Numbers =>
  Object.fromEntries(Object.entries(reckoned).filter(([name]) => !name.startsWith('reached')));
const expectSame = (answered: Numbers, reckoned: Numbers, where: string): void =>
  expect(likewise(answered, reckoned), where).toEqual(withoutSteps(reckoned));

test(`${SHOPS} generated shops: every number equals the independent model's`, {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(shop, async ({ seed, when: [timezone, firstDay], days, visits, runEveryMs }) => {
      // The other site's traffic is in the same record, and must be in no answer.
      const sites = [generatedSite('one', timezone), generatedSite('two', 'America/New_York')] as const;
      const startMs = Date.parse(`${firstDay}T00:00:00Z`);
      const clock = { nowMs: startMs };
      const db = inMemoryDb(() => clock.nowMs);
      const footfall = shopOnFootfall({ db, sites, clock });
      const deliveries = sites
        .flatMap((site, index) => generateShop({ seed: seed + index, site, startMs, days, visits }))
        .sort((a, b) => a.at - b.at);
      await footfall.live(deliveries, runEveryMs);
      const end = Math.max(startMs + (days + 3) * DAY, deliveries.at(-1)?.at ?? 0) + 20 * 60_000;
      await footfall.runAt(end);
      const exported = await footfall.exported();

      for (const site of sites) {
        const model = shopModel(site, exported);
        const today = dayAt(end, site.timezone);
        const from = dayAt(startMs - DAY, site.timezone);
        const ask = (path: string, query: { readonly [name: string]: string }) =>
          footfall.ask(path, { site: site.id, from, to: today, ...query });

        const ranges = [
          [from, today],
          [dayAfter(from, 1), dayAfter(from, 3)],
        ] as const;
        for (const [first, last] of ranges) {
          const { current } = await ask('summary', { from: first, to: last });
          expectSame(current, model.numbersOf(first, last), `summary ${first} ${last}`);
          expect(current.bots).toBe(model.botsOf(first, last).sessions);
          for (const by of DIMENSIONS) {
            const { rows, other } = await ask('breakdown', { by, from: first, to: last, limit: '500' });
            expect(rows.map(({ value }: { value: string }) => value).sort()).toEqual(
              model.valuesOf(first, last, by),
            );
            for (const row of rows) {
              expectSame(row, model.numbersOf(first, last, by, row.value), `${by} ${row.value}`);
            }
            expect(other).toBeNull();
          }
        }

        const { points } = await ask('daily', {});
        expect(points.map(({ at }: { at: string }) => at)).toEqual(daysFromTo(from, today));
        for (const point of points) {
          expectSame(point, model.numbersOf(point.at, point.at), `day ${point.at}`);
        }

        const all = model.numbersOf(from, today);
        const { steps } = await ask('funnel', {});
        expect(steps.map(({ sessions }: { sessions: number }) => sessions)).toEqual([
          all.totalVisits,
          all.reachedProduct,
          all.reachedCart,
          all.reachedCheckout,
          all.convertedSessions,
        ]);

        const [some] = model.valuesOf(from, today, 'channel');
        if (some !== undefined) {
          const { current } = await ask('summary', { filter: `channel:${some}` });
          expectSame(current, model.numbersOf(from, today, 'channel', some), `filter ${some}`);
        }

        const { cohorts } = await ask('retention', { by: 'week' });
        for (const { start, returned } of cohorts as { start: string; returned: number[] }[]) {
          expect(start).toBe(mondayOf(start));
          returned.forEach((count, weeks) => {
            const monday = dayAfter(start, 7 * weeks);
            const later = [monday, dayAfter(monday, 6)] as const;
            expect(count, `cohort ${start} +${weeks}`).toBe(
              model.returnedOf([start, dayAfter(start, 6)], later),
            );
          });
        }

        const { bots } = await ask('quality', {});
        const reckoned = model.botsOf(from, today);
        expect({ sessions: bots.sessions, hits: bots.hits }).toEqual({
          sessions: reckoned.sessions,
          hits: reckoned.hits,
        });
        expect(
          Object.fromEntries(
            bots.reasons.map(({ reason, ...counts }: { reason: string }) => [reason, counts]),
          ),
        ).toEqual(reckoned.reasons);
      }
    }),
    { numRuns: SHOPS },
  );
});
