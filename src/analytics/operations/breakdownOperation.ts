import * as v from 'valibot';
import { csvOf } from '../http/csv.ts';
import { operation } from '../http/Operation.ts';
import { METRIC_NAMES, metricsEntries, metricsSchema, number } from '../wire/metricsSchema.ts';
import { dimension, filterParameter, rangeParameters, wholeNumber } from '../wire/parameters.ts';
import { rangeSchema, statusSchema } from '../wire/statusSchema.ts';

/** As many values as are kept of a day. */
const MAX_LIMIT = 500;

const query = v.strictObject({
  ...rangeParameters,
  ...filterParameter,
  by: dimension,
  sort: v.optional(v.picklist(METRIC_NAMES, `must be one of ${METRIC_NAMES.join(', ')}`)),
  limit: v.optional(wholeNumber(1, MAX_LIMIT)),
});

const row = v.object({ value: v.string(), ...metricsEntries });

const answer = v.object({
  by: dimension,
  range: rangeSchema,
  rows: v.array(row),
  other: v.pipe(v.nullable(metricsSchema), v.description('What is beyond the values that are kept.')),
  total: metricsSchema,
  values: v.pipe(number, v.description('How many values there are, told or not.')),
  status: statusSchema,
});
export type BreakdownAnswer = v.InferOutput<typeof answer>;

export const breakdownOperation = operation({
  method: 'GET',
  path: '/api/analytics/breakdown',
  id: 'breakdown',
  summary: 'The numbers of each value of a dimension.',
  description:
    'Largest first by `sort` (`totalVisits`), at most `limit` (100) of them. A filter must be of the same dimension; `/api/analytics/explore` knows others.',
  access: 'staff',
  ofSite: true,
  query,
  body: undefined,
  answer,
  csv: ({ rows, other }: BreakdownAnswer) =>
    csvOf(['value', ...METRIC_NAMES], other === null ? rows : [...rows, { value: '(other)', ...other }]),
});
