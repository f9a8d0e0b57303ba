import * as v from 'valibot';
import { csvOf } from '../http/csv.ts';
import { operation } from '../http/Operation.ts';
import { number, ratio } from '../wire/metricsSchema.ts';
import { filterParameter, oneOf, rangeParameters } from '../wire/parameters.ts';

const by = oneOf('week', 'month');
const query = v.strictObject({ ...rangeParameters, ...filterParameter, by: v.optional(by) });

const cohort = v.object({
  start: v.pipe(v.string(), v.description('The Monday of a week, or a month as YYYY-MM.')),
  size: number,
  complete: v.boolean(),
  returned: v.array(number),
  rates: v.array(ratio),
});

const answer = v.object({ by, cohorts: v.array(cohort) });
export type RetentionAnswer = v.InferOutput<typeof answer>;

export const retentionOperation = operation({
  method: 'GET',
  path: '/api/analytics/retention',
  id: 'retention',
  summary: 'Who came for the first time in a week or month, and how many of them came again.',
  description:
    'Of each week (the default) or month that the range touches, whole. `returned` begins with the cohort’s own period. Under a filter the cohort is those whose first session had the value; any later session is a return.',
  access: 'staff',
  ofSite: true,
  query,
  body: undefined,
  answer,
  csv: ({ cohorts }: RetentionAnswer) =>
    csvOf(
      ['start', 'size', 'complete', 'period', 'returned', 'rate'],
      cohorts.flatMap(({ start, size, complete, returned, rates }) =>
        returned.map((count, period) => ({
          start,
          size,
          complete,
          period,
          returned: count,
          rate: rates[period] ?? null,
        })),
      ),
    ),
});
