import * as v from 'valibot';
import type { FunnelStep } from '../../domain/metrics/funnelOf.ts';
import { csvOf } from '../http/csv.ts';
import { operation } from '../http/Operation.ts';
import { number, ratio } from '../wire/metricsSchema.ts';
import { compareParameter, filterParameter, rangeParameters } from '../wire/parameters.ts';
import { rangeSchema } from '../wire/statusSchema.ts';

const query = v.strictObject({ ...rangeParameters, ...compareParameter, ...filterParameter });

const step = v.object({
  step: v.picklist(['sessions', 'product', 'cart', 'checkout', 'order']),
  sessions: number,
  ofAll: ratio,
  ofPrevious: ratio,
  dropOff: number,
} satisfies { readonly [name in keyof FunnelStep]: v.GenericSchema<FunnelStep[name]> });

const answer = v.object({
  range: rangeSchema,
  steps: v.array(step),
  previous: v.nullable(v.array(step)),
});
export type FunnelAnswer = v.InferOutput<typeof answer>;

export const funnelOperation = operation({
  method: 'GET',
  path: '/api/analytics/funnel',
  id: 'funnel',
  summary: 'How far sessions came on their way to an order.',
  description: 'A step counts as reached where it or a later one was.',
  access: 'staff',
  ofSite: true,
  query,
  body: undefined,
  answer,
  csv: ({ steps, previous }: FunnelAnswer) =>
    csvOf(
      ['period', 'step', 'sessions', 'ofAll', 'ofPrevious', 'dropOff'],
      [
        ...steps.map((one) => ({ period: 'current', ...one })),
        ...(previous ?? []).map((one) => ({ period: 'previous', ...one })),
      ],
    ),
});
