import * as v from 'valibot';
import { csvOf } from '../http/csv.ts';
import { operation } from '../http/Operation.ts';
import { METRIC_NAMES, metricsEntries, number } from '../wire/metricsSchema.ts';
import { compareParameter, filterParameter, oneOf, rangeParameters } from '../wire/parameters.ts';
import { rangeSchema } from '../wire/statusSchema.ts';

const query = v.strictObject({
  ...rangeParameters,
  ...compareParameter,
  ...filterParameter,
  interval: v.optional(oneOf('day', 'hour')),
});

const point = v.object({
  at: v.pipe(v.string(), v.description('A date, or the instant at which an hour begins.')),
  ...metricsEntries,
  provisional: v.boolean(),
  version: v.nullable(number),
  reason: v.nullable(v.string()),
  missing: v.boolean(),
});
export type Point = v.InferOutput<typeof point>;

const answer = v.object({
  site: v.string(),
  currency: v.string(),
  range: rangeSchema,
  previousRange: v.nullable(rangeSchema),
  interval: v.picklist(['day', 'hour']),
  points: v.array(point),
  previous: v.nullable(v.array(point)),
});
export type DailyAnswer = v.InferOutput<typeof answer>;

const COLUMNS = ['period', 'at', ...METRIC_NAMES, 'provisional', 'version', 'reason', 'missing'] as const;

export const dailyOperation = operation({
  method: 'GET',
  path: '/api/analytics/daily',
  id: 'daily',
  summary: 'The numbers of each day or hour of a range.',
  description:
    'By the hour a range has at most 3 days, and bots and what was added to sealed days are not told. Under a filter, hours that are not kept any more are `missing`.',
  access: 'staff',
  ofSite: true,
  query,
  body: undefined,
  answer,
  csv: ({ points, previous }: DailyAnswer) =>
    csvOf(COLUMNS, [
      ...points.map((one) => ({ period: 'current', ...one })),
      ...(previous ?? []).map((one) => ({ period: 'previous', ...one })),
    ]),
});
