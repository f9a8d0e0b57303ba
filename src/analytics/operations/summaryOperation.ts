import * as v from 'valibot';
import { operation } from '../http/Operation.ts';
import { METRIC_NAMES, metricsSchema } from '../wire/metricsSchema.ts';
import { compareParameter, filterParameter, rangeParameters } from '../wire/parameters.ts';
import { rangeSchema, statusSchema } from '../wire/statusSchema.ts';

const query = v.strictObject({ ...rangeParameters, ...compareParameter, ...filterParameter });

const answer = v.object({
  site: v.string(),
  currency: v.string(),
  timezone: v.string(),
  range: rangeSchema,
  previousRange: v.nullable(rangeSchema),
  current: metricsSchema,
  previous: v.nullable(metricsSchema),
  status: statusSchema,
});
export type SummaryAnswer = v.InferOutput<typeof answer>;

export const summaryOperation = operation({
  method: 'GET',
  path: '/api/analytics/summary',
  id: 'summary',
  summary: 'The headline numbers of a range.',
  description:
    'Visitors are counted once over the whole range. Money is in minor units of `currency`; a ratio of nothing is `null`. `previous` is there where `compare` was given.',
  access: 'staff',
  ofSite: true,
  query,
  body: undefined,
  answer,
  csv: ({ current, previous }: SummaryAnswer) => ({
    columns: ['metric', 'current', 'previous'],
    rows: METRIC_NAMES.map((name) => [name, current[name], previous?.[name] ?? null]),
  }),
});
