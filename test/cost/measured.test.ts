import { describe, expect, test } from 'vitest';
import { type Figure, MEASURED, type ShopSize, type VisitFigures } from '../../bin/cost/figures.ts';
import { describeWith } from '../servers/servers.ts';
import { measureMinute } from './measureMinute.ts';
import { type MeasuredVisit, measureVisit, type ShopKind } from './measureVisit.ts';

/** Ids and times differ a little in length from one visit to the next. */
const TOLERANCE = 0.05;

const expectAbout = (what: string, { value }: Figure, measured: number): void => {
  expect(
    Math.abs(measured - value),
    `${what} is ${measured}, and bin/cost/figures.ts says ${value}`,
  ).toBeLessThanOrEqual(value * TOLERANCE);
};

const expectFigures = (figures: VisitFigures, measured: MeasuredVisit): void => {
  for (const name of Object.keys(figures) as (keyof VisitFigures)[]) {
    expectAbout(name, figures[name], measured[name]);
  }
};

describeWith(['chromium'], 'a visit of four pages', () => {
  test.each(['pages', 'router'] satisfies ShopKind[])(
    'sends and leaves what the cost is reckoned with: %s',
    { timeout: 60_000 },
    async (kind) => {
      const measured = await measureVisit(kind);
      expect(measured.requests).toBe(MEASURED.visits[kind].requests.value);
      expectFigures(MEASURED.visits[kind], measured);
    },
  );
});

describe("the aggregator's minute", () => {
  test.each([1_000, 10_000] satisfies ShopSize[])(
    'takes the units of DynamoDB that the cost is reckoned with: %d sessions a day',
    { timeout: 60_000 },
    async (sessionsADay) => {
      const { writeUnits, readUnits } = await measureMinute(sessionsADay);
      const { writes, reads } = MEASURED.minuteUnits[sessionsADay];
      expectAbout('writes', writes, writeUnits);
      expectAbout('reads', reads, readUnits);
    },
  );
});
