import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS } from '../../src/domain/metrics/dimensions.ts';
import { metricsOf } from '../../src/domain/metrics/metricsOf.ts';
import type { Piece, Row } from '../../src/domain/metrics/piece.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { addDays, daysOf, hoursOfDay, mondayOf, monthOf } from '../../src/domain/time/localTime.ts';
import { type Folded, foldOf, numbered, sessionArbitrary } from '../domain/metrics/pieceFixtures.ts';
import { testSites } from '../support/testShop.ts';
import { day, storedShop, TODAY } from './storedShop.ts';

/** A whole month and some days around it, a change of the clock among them. */
const FIRST = day('2026-09-27');
const CLOSED = addDays(TODAY, -1);
const DAYS = daysOf(FIRST, TODAY);

/** A visitor's first session is one, wherever it lies. */
const withFirsts = (all: readonly { ofDay: LocalDate; folded: Folded }[]) => {
  const known = new Set<number>();
  return all.map(({ ofDay, folded }) => {
    if (!('session' in folded) || folded.session.botReasons !== undefined) return { ofDay, folded };
    const number = folded.session.numbered?.number ?? 0;
    const first = !known.has(number);
    known.add(number);
    return { ofDay, folded: { session: { ...folded.session, numbered: numbered(number, first) } } };
  });
};

const trafficArbitrary = fc
  .array(
    fc.record({
      index: fc.nat(DAYS.length - 1),
      hour: fc.nat(22),
      session: sessionArbitrary,
    }),
    { maxLength: 40 },
  )
  .map((all) =>
    withFirsts(
      all
        .map(({ index, hour, session }) => {
          const ofDay = DAYS[index] as LocalDate;
          const startedAt = hoursOfDay(ofDay, testSites[0].timezone)[hour]?.startMs ?? 0;
          return { ofDay, folded: { session: { ...session, startedAt } } };
        })
        .sort((a, b) => a.folded.session.startedAt - b.folded.session.startedAt),
    ),
  );

const rowMetrics = ({ counts, visitors, newVisitors }: Row, bots = 0) =>
  metricsOf({ counts, uniqueVisits: visitors.size, newVisitors: newVisitors.size, bots });

const expectedOf = (piece: Piece) => rowMetrics(piece.total, piece.bots.sessions);

describe('whatever pieces there are of a time', () => {
  it('the answers are those of all its sessions folded at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        trafficArbitrary,
        fc.tuple(fc.nat(DAYS.length - 1), fc.nat(DAYS.length - 1)),
        fc.record({ weeks: fc.boolean(), months: fc.boolean(), late: fc.boolean() }),
        fc.constantFrom(...DIMENSIONS),
        async (traffic, [a, b], { weeks, months, late }, by) => {
          const shop = storedShop();
          const of = (from: LocalDate, to: LocalDate) =>
            traffic.filter(({ ofDay }) => ofDay >= from && ofDay <= to).map(({ folded }) => folded);
          for (const ofDay of DAYS.slice(0, -1)) await shop.day(ofDay, of(ofDay, ofDay));
          await shop.hours(TODAY, of(TODAY, TODAY));
          await shop.state({ firstDay: FIRST, closedThrough: CLOSED });
          if (weeks) {
            // As the aggregators do: a week that has not ended has no piece.
            const ended = [...new Set(DAYS.map(mondayOf))].filter((monday) => addDays(monday, 6) <= CLOSED);
            for (const monday of ended) if (monday >= FIRST) await shop.week(monday);
          }
          if (months) {
            for (const month of new Set(DAYS.map(monthOf))) if (month !== '2026-11') await shop.month(month);
          }
          if (late) {
            // A day that was written again after its week and month: these must not be believed any more.
            const again = day('2026-10-14');
            const added: Folded = traffic[0]?.folded ?? { quality: {} };
            await shop.day(again, [...of(again, again), added], {
              version: 2,
              reason: 'late events',
              writtenAt: shop.clock.nowMs + 1,
            });
            if (traffic[0]) traffic.push({ ...traffic[0], ofDay: again });
          }

          const from = DAYS[Math.min(a, b)] as LocalDate;
          const to = DAYS[Math.max(a, b)] as LocalDate;
          const all = foldOf(of(from, to));
          const { current } = await shop.ask('summary', { from, to });
          expect(current).toEqual(expectedOf(all));

          const { rows, other, values } = await shop.ask('breakdown', { from, to, by, limit: '500' });
          const expected = [...all.dimensions[by].rows].map(([value, row]) => ({
            value,
            ...rowMetrics(row),
          }));
          const byValue = (x: { value: string }, y: { value: string }) => (x.value < y.value ? -1 : 1);
          expect(rows.toSorted(byValue)).toEqual(expected.toSorted(byValue));
          expect([other, values]).toEqual([null, expected.length]);

          for (const [value, row] of [...all.dimensions[by].rows].slice(0, 2)) {
            const filtered = await shop.ask('summary', { from, to, filter: `${by}:${value}` });
            expect(filtered.current).toEqual(rowMetrics(row));
          }

          const { points } = await shop.ask('daily', { from, to });
          expect(points.map(({ totalVisits }: { totalVisits: number }) => totalVisits)).toEqual(
            daysOf(from, to).map((one) => expectedOf(foldOf(of(one, one))).totalVisits),
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});
