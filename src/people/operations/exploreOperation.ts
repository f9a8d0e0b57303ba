import * as v from 'valibot';
import { csvOf } from '../../analytics/http/csv.ts';
import { operation } from '../../analytics/http/Operation.ts';
import { METRIC_NAMES, metricsEntries, metricsSchema } from '../../analytics/wire/metricsSchema.ts';
import { dimension, filter, rangeParameters } from '../../analytics/wire/parameters.ts';
import { rangeSchema } from '../../analytics/wire/statusSchema.ts';
import { MAX_SESSION_DAYS } from '../visits/sessionRange.ts';

const MAX_FILTERS = 3;

const query = v.strictObject({
  ...rangeParameters,
  by: v.optional(dimension),
  filter: v.optional(
    v.pipe(v.array(filter), v.maxLength(MAX_FILTERS, `must be given at most ${MAX_FILTERS} times`)),
  ),
});

const row = v.object({
  value: v.string(),
  ...metricsEntries,
  other: v.optional(
    v.pipe(v.boolean(), v.description('Set on the row of what is beyond the values that are told.')),
  ),
});
export type ExploreRow = v.InferOutput<typeof row>;

const answer = v.object({
  by: v.nullable(dimension),
  range: rangeSchema,
  filters: v.array(v.object({ dimension, value: v.string() })),
  rows: v.array(row),
  total: metricsSchema,
});
export type ExploreAnswer = v.InferOutput<typeof answer>;

export const exploreOperation = operation({
  method: 'GET',
  path: '/api/analytics/explore',
  id: 'explore',
  summary: 'The numbers of sessions that meet several filters, by the values of a dimension.',
  description: `Read from the sessions themselves, so for at most ${MAX_SESSION_DAYS} days, and only as far back as sessions are kept. A session must meet all filters, of which there may be ${MAX_FILTERS}. Largest first, at most 500 values and \`(other)\`.`,
  access: 'staff',
  ofSite: true,
  query,
  body: undefined,
  answer,
  csv: ({ by, rows, total }: ExploreAnswer) =>
    csvOf(
      ['value', ...METRIC_NAMES],
      by === null ? [{ value: '(all)', ...total }] : rows.map(({ other, ...row }) => row),
    ),
});
