import * as v from 'valibot';
import { csvOf } from '../http/csv.ts';
import { operation } from '../http/Operation.ts';
import { number, ratio } from '../wire/metricsSchema.ts';
import { commonParameters } from '../wire/parameters.ts';

const query = v.strictObject(commonParameters);

const namedCounts = v.array(v.object({ value: v.string(), count: number }));

const answer = v.object({
  site: v.string(),
  currency: v.string(),
  asOf: v.nullable(v.string()),
  /** Not known is `null`. */
  activeVisitors: ratio,
  activeVisitors5m: ratio,
  minutes: v.array(
    v.object({
      minute: v.string(),
      pageViews: number,
      sessions: number,
      orders: number,
      revenue: number,
      activeVisitors: ratio,
    }),
  ),
  funnel: v.object({ sessions: number, product: number, cart: number, checkout: number, order: number }),
  openCarts: number,
  openCartValue: number,
  topPages: namedCounts,
  channels: namedCounts,
  devices: namedCounts,
  events: namedCounts,
  degraded: v.nullable(v.string()),
});
export type RealtimeAnswer = v.InferOutput<typeof answer>;

export const realtimeOperation = operation({
  method: 'GET',
  path: '/api/analytics/realtime',
  id: 'realtime',
  summary: 'What is going on now.',
  description:
    'Sixty minutes, oldest first; lists are of the whole hour, the funnel and the carts of the last 30 minutes. `degraded` says what is not known.',
  access: 'staff',
  ofSite: true,
  query,
  body: undefined,
  answer,
  csv: ({ minutes }: RealtimeAnswer) =>
    csvOf(['minute', 'pageViews', 'sessions', 'orders', 'revenue', 'activeVisitors'], minutes),
});
