import * as v from 'valibot';
import type { RangeProgress } from '../../src/aggregate/runs.ts';
import type { Site } from '../../src/domain/site.ts';
import { refusalAnswer } from '../../src/middleware/HttpAnswer.ts';
import { readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import { type Log, thrown } from '../../src/ports/Log.ts';
import type { HttpHandler } from '../http/Routes.ts';
import { streamedLines } from '../http/streamedLines.ts';
import { AggregatorBusy } from './aggregateByHand.ts';
import { AggregationStopped } from './startAggregation.ts';
import { type SiteRange, type Wanted, WantedFault, wantedDays } from './wantedDays.ts';

/** Which days there are to ask for. */
export interface RangeDependencies {
  readonly sites: readonly Site[];
  readonly firstSessionAt: (site: Site) => Promise<number | undefined>;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const text = v.optional(v.string());
const wantedSchema = v.strictObject({ from: text, to: text, site: text });

const wantedOf = (body: string): Wanted | undefined => {
  try {
    const value: unknown = JSON.parse(body || '{}');
    const parsed = v.safeParse(wantedSchema, value);
    return parsed.success && !Array.isArray(value) ? parsed.output : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/**
 * Does something by hand with days of sites, `{from?, to?, site?}`, and answers with a line of JSON for each day that is done
 * (`{"site","day","done","of"}`) and a last one with `"ok":true` and what was done, or with an `error`.
 * @param what does it, as a noun: "aggregation"
 */
export const rangeHandler = (
  what: string,
  run: (ranges: readonly SiteRange[], line: (progress: RangeProgress) => void) => Promise<object>,
  { sites, firstSessionAt, log, now }: RangeDependencies,
): HttpHandler => {
  const faultOf = (error: unknown): { readonly code: string; readonly message: string } => {
    if (error instanceof AggregatorBusy) return { code: 'busy', message: error.message };
    if (error instanceof AggregationStopped) return { code: 'stopping', message: error.message };
    log.error(`${what} by hand failed`, thrown(error));
    return { code: 'failed', message: `The ${what} failed; what it had done is kept. The log says why.` };
  };

  return async (event) => {
    const wanted = wantedOf(readHttpRequest(event, undefined).body());
    if (wanted === undefined) {
      const message = 'The body must be an object of texts: from, to, site.';
      return refusalAnswer({ status: 400, code: 'invalid', message });
    }
    try {
      const ranges = await wantedDays(wanted, { sites, nowMs: now(), firstSessionAt });
      return streamedLines((line: (progress: RangeProgress) => void) => run(ranges, line), faultOf);
    } catch (error) {
      if (!(error instanceof WantedFault)) throw error;
      return refusalAnswer({ status: 400, code: 'invalid', message: error.message, field: error.field });
    }
  };
};
