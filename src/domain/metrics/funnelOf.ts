import { MEASURE_INDEX, type Measure } from './measures.ts';
import type { Counts } from './piece.ts';
import { ratioOf } from './ratioOf.ts';

/** The steps of the funnel and the measure that counts the sessions which came so far (design, section 1; issue 5). */
const STEPS = {
  sessions: 'totalVisits',
  product: 'reachedProduct',
  cart: 'reachedCart',
  checkout: 'reachedCheckout',
  order: 'convertedSessions',
} as const satisfies { readonly [step: string]: Measure };

export type FunnelStepName = keyof typeof STEPS;

export interface FunnelStep {
  readonly step: FunnelStepName;
  /** Sessions that reached this step or a later one. */
  readonly sessions: number;
  /** Their share of all sessions, and of the step before; `null` where that has none, and before the first step. */
  readonly ofAll: number | null;
  readonly ofPrevious: number | null;
  /** Sessions that reached the step before and no further: never negative. */
  readonly dropOff: number;
}

/** How far sessions came on their way to an order, first step first. */
export const funnelOf = (counts: Counts): FunnelStep[] => {
  const all = counts[MEASURE_INDEX.totalVisits] ?? 0;
  let before: number | undefined;
  return (Object.keys(STEPS) as FunnelStepName[]).map((step) => {
    const sessions = counts[MEASURE_INDEX[STEPS[step]]] ?? 0;
    const previous = before;
    before = sessions;
    return {
      step,
      sessions,
      ofAll: ratioOf(sessions, all),
      ofPrevious: previous === undefined ? null : ratioOf(sessions, previous),
      dropOff: previous === undefined ? 0 : previous - sessions,
    };
  });
};
