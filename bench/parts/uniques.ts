import { coldMs, expectFilled, fillShop, withShop } from '../metrics/filledShop.ts';
import type { FilledMetrics } from '../metrics/fillMetrics.ts';
import { inTemporaryFolder } from '../metrics/freshPlace.ts';
import { freshRanges } from '../metrics/freshRanges.ts';
import { QUESTIONS } from '../metrics/questions.ts';
import { VISITORS_PER_SESSION } from '../metrics/shopCrowd.ts';
import { staffOn } from '../metrics/staffOn.ts';
import type { Amounts } from '../options.ts';

const RANGE_DAYS = 365;

export interface UniquesResults {
  /** As it came out. */
  readonly visitorsPerDay: number;
  /** The first question to a fresh process, milliseconds. */
  readonly cold: readonly number[];
  /** Milliseconds of each question, each over a year that nobody has asked for; the pieces are in the process already. */
  readonly rounds: readonly (readonly number[])[];
}

/** What unique visits over a year take, each visitor counted once. */
export const measureUniques = ({
  rounds,
  visitorsPerDay,
  freshRanges: freshCount,
  coldQuestions,
}: Amounts): Promise<UniquesResults> =>
  inTemporaryFolder(async (dataDir) => {
    const years = freshRanges({ days: RANGE_DAYS, count: rounds * freshCount });
    const filled: FilledMetrics = await fillShop({
      dataDir,
      days: years.daysNeeded,
      sessionsPerDay: Math.round(visitorsPerDay / VISITORS_PER_SESSION),
      nowMs: Date.now(),
    });
    const { yesterday } = filled;
    const cold = await coldMs(dataDir, QUESTIONS.summary(years.range(yesterday, 0)), coldQuestions);
    return withShop(dataDir, async (port) => {
      await expectFilled(port, filled);
      const staff = staffOn(port);
      const results: number[][] = [];
      try {
        for (const year of years.warmUp(yesterday)) await staff.ask(QUESTIONS.summary(year));
        for (let round = 0; round < rounds; round++) {
          const times: number[] = [];
          for (let index = 0; index < freshCount; index++) {
            times.push(
              await staff.ask(QUESTIONS.summary(years.range(yesterday, round * freshCount + index))),
            );
          }
          results.push(times);
        }
      } finally {
        staff.close();
      }
      return { visitorsPerDay: filled.visitorsPerDay, cold, rounds: results };
    });
  });
