import { join } from 'node:path';
import { localDateOf } from '../../src/domain/time/localTime.ts';
import { type Days, DEFAULT_RANGE, resolveRange } from '../../web/dashboard/state/ranges.ts';
import { type Ask, type AskedMs, askedMs } from '../metrics/askedMs.ts';
import { coldMs, expectFilled, fillShop, withShop, writeTodayAgain } from '../metrics/filledShop.ts';
import type { FilledMetrics } from '../metrics/fillMetrics.ts';
import { inTemporaryFolder } from '../metrics/freshPlace.ts';
import { freshRanges } from '../metrics/freshRanges.ts';
import {
  asking,
  openingDashboard,
  QUESTION_NAMES,
  QUESTIONS,
  type QuestionName,
} from '../metrics/questions.ts';
import { staffOn } from '../metrics/staffOn.ts';
import type { Amounts } from '../options.ts';
import { rotated } from '../statistics.ts';
import { TIMEZONE } from '../traffic/site.ts';

const RANGE_DAYS = 90;
/** The dashboard's own default. */
const FIRST_VIEW_DAYS = 28;

export const SHOPS = ['small', 'large'] as const;
export type ShopName = (typeof SHOPS)[number];

export interface ShopRound {
  readonly questions: { readonly [name in QuestionName]: AskedMs };
  /** Until the last answer to all that the dashboard asks at first. */
  readonly firstView: AskedMs;
}

type ColdMs = { readonly [name in QuestionName]: readonly number[] };

export interface AnalyticsResults {
  /** The first request of a process. */
  readonly cold: { readonly [name in ShopName]: ColdMs };
  readonly rounds: readonly { readonly [name in ShopName]: ShopRound }[];
}

interface Shop {
  readonly name: ShopName;
  readonly dataDir: string;
  readonly filled: FilledMetrics;
}

/** One after another. */
const ofEachQuestion = async <T>(
  measure: (name: QuestionName) => Promise<T>,
): Promise<{ [name in QuestionName]: T }> => ({
  summary: await measure('summary'),
  breakdown: await measure('breakdown'),
  daily: await measure('daily'),
});

/** What is asked about, in all rounds. */
const planOf = ({ rounds, freshRanges: perRound }: Amounts, nowMs: number) => {
  const count = rounds * perRound;
  const today = localDateOf(nowMs, TIMEZONE);
  return {
    range: {
      latest: resolveRange({ preset: '90d' }, today),
      fresh: freshRanges({ days: RANGE_DAYS, count }),
    },
    view: {
      latest: resolveRange(DEFAULT_RANGE, today),
      fresh: freshRanges({ days: FIRST_VIEW_DAYS, count }),
    },
  };
};
type Plan = ReturnType<typeof planOf>;

/** Has every piece read that will be asked for. */
const warmUp = async (port: number, { filled }: Shop, { range, view }: Plan): Promise<void> => {
  await expectFilled(port, filled);
  const staff = staffOn(port);
  try {
    for (const days of range.fresh.warmUp(filled.yesterday)) {
      for (const name of QUESTION_NAMES) await asking(staff, name)(days);
    }
    for (const days of view.fresh.warmUp(filled.yesterday)) await openingDashboard(staff)(days);
  } finally {
    staff.close();
  }
};

const measureRound = async (
  port: number,
  { filled, dataDir }: Shop,
  {
    plan: { range, view },
    amounts,
    round,
  }: { readonly plan: Plan; readonly amounts: Amounts; readonly round: number },
): Promise<ShopRound> => {
  const { freshRanges: perRound, questions, changes } = amounts;
  const staff = staffOn(port);
  const change = (): Promise<void> => writeTodayAgain(dataDir);
  const ask = (what: Ask, { latest, fresh }: Plan['range'], times: number): Promise<AskedMs> => {
    const ranges = Array.from(
      { length: perRound },
      (_, index): Days => fresh.range(filled.yesterday, round * perRound + index),
    );
    return askedMs(what, { latest, fresh: ranges, times, changes, change });
  };
  try {
    return {
      questions: await ofEachQuestion((name) => ask(asking(staff, name), range, questions)),
      firstView: await ask(openingDashboard(staff), view, perRound),
    };
  } finally {
    staff.close();
  }
};

/** In what time the metrics API answers on `npm start`, for a small shop and for a large one. */
export const measureAnalytics = (amounts: Amounts, log: (line: string) => void): Promise<AnalyticsResults> =>
  inTemporaryFolder(async (folder) => {
    const { rounds, shopSessions, coldQuestions } = amounts;
    const nowMs = Date.now();
    const plan = planOf(amounts, nowMs);

    const fill = async (name: ShopName): Promise<Shop> => {
      const sessionsPerDay = shopSessions[name];
      log(`  filling in ${sessionsPerDay} sessions a day`);
      const dataDir = join(folder, name);
      const days = plan.range.fresh.daysNeeded;
      return { name, dataDir, filled: await fillShop({ dataDir, days, sessionsPerDay, nowMs }) };
    };
    const cold = ({ dataDir }: Shop): Promise<ColdMs> =>
      ofEachQuestion((name) => coldMs(dataDir, QUESTIONS[name](plan.range.latest), coldQuestions));

    const [small, large] = [await fill('small'), await fill('large')];
    const firstOnes = { small: await cold(small), large: await cold(large) };
    return withShop(small.dataDir, (smallPort) =>
      withShop(large.dataDir, async (largePort) => {
        const shops = [
          { shop: small, port: smallPort },
          { shop: large, port: largePort },
        ];
        for (const { shop, port } of shops) await warmUp(port, shop, plan);
        const results: { [name in ShopName]: ShopRound }[] = [];
        for (let round = 0; round < rounds; round++) {
          const ofRound: { [name in ShopName]?: ShopRound } = {};
          for (const { shop, port } of rotated(shops, round)) {
            ofRound[shop.name] = await measureRound(port, shop, { plan, amounts, round });
          }
          results.push(ofRound as (typeof results)[number]);
        }
        return { cold: firstOnes, rounds: results };
      }),
    );
  });
