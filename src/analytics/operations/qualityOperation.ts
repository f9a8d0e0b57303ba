import * as v from 'valibot';
import { csvOf } from '../http/csv.ts';
import { operation } from '../http/Operation.ts';
import { number } from '../wire/metricsSchema.ts';
import { rangeParameters } from '../wire/parameters.ts';
import {
  QUALITY_NAMES,
  qualityEntries,
  qualitySchema,
  rangeSchema,
  recomputedSchema,
} from '../wire/statusSchema.ts';

const query = v.strictObject(rangeParameters);

const answer = v.object({
  range: rangeSchema,
  totals: qualitySchema,
  refused: v.array(v.object({ reason: v.string(), count: number })),
  days: v.array(v.object({ day: v.string(), ...qualityEntries })),
  bots: v.object({
    sessions: number,
    hits: number,
    reasons: v.pipe(
      v.array(v.object({ reason: v.string(), sessions: number, hits: number })),
      v.description('A session with two reasons counts under each.'),
    ),
  }),
  recomputed: v.array(recomputedSchema),
  corrections: v.array(v.object({ day: v.string(), reason: v.string(), orders: number, revenue: number })),
});
export type QualityAnswer = v.InferOutput<typeof answer>;

export const qualityOperation = operation({
  method: 'GET',
  path: '/api/analytics/quality',
  id: 'quality',
  summary: 'What is missing from the numbers and why, bots, and days whose numbers changed.',
  access: 'staff',
  ofSite: true,
  query,
  body: undefined,
  answer,
  csv: ({ days }: QualityAnswer) => csvOf(['day', ...QUALITY_NAMES], days),
});
