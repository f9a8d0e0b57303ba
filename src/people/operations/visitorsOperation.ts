import * as v from 'valibot';
import { csvOf } from '../../analytics/http/csv.ts';
import { operation } from '../../analytics/http/Operation.ts';
import { number } from '../../analytics/wire/metricsSchema.ts';
import { commonParameters, wholeNumber } from '../../analytics/wire/parameters.ts';

const MAX_LIMIT = 100;

const visitor = v.object({
  visitor: v.string(),
  customer: v.nullable(v.string()),
  lastSeenAt: v.string(),
  sessions: number,
  device: v.string(),
  country: v.nullable(v.string()),
  converted: v.pipe(v.boolean(), v.description('Whether it ever ordered.')),
});
const answer = v.object({ visitors: v.array(visitor) });
export type VisitorsAnswer = v.InferOutput<typeof answer>;

const COLUMNS = ['visitor', 'customer', 'lastSeenAt', 'sessions', 'device', 'country', 'converted'] as const;

export const visitorsOperation = operation({
  method: 'GET',
  path: '/api/analytics/visitors',
  id: 'visitors',
  summary: 'The visitors who were here last, to pick a journey from.',
  description: 'At most `limit` (20) of them, the latest first; bots are none.',
  access: 'staff',
  ofSite: true,
  query: v.strictObject({ ...commonParameters, limit: v.optional(wholeNumber(1, MAX_LIMIT)) }),
  body: undefined,
  answer,
  csv: ({ visitors }: VisitorsAnswer) => csvOf(COLUMNS, visitors),
});
