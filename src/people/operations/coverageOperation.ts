import * as v from 'valibot';
import { csvOf } from '../../analytics/http/csv.ts';
import { operation } from '../../analytics/http/Operation.ts';
import { number, ratio } from '../../analytics/wire/metricsSchema.ts';
import { rangeParameters } from '../../analytics/wire/parameters.ts';
import { rangeSchema } from '../../analytics/wire/statusSchema.ts';
import { UNJOINED_REASONS } from '../../domain/orders/shopOrder.ts';

const revenue = v.pipe(number, v.description('Net of refunds, in minor units of the site’s currency.'));

const answer = v.object({
  range: rangeSchema,
  orders: number,
  joined: v.pipe(number, v.description('Orders of a session that is known.')),
  joinedShare: ratio,
  by: v.pipe(
    v.object({ request: number, cookie: number, customer: number }),
    v.description(
      'Joined orders by what joined them: the order’s own request, the session’s cookie, the customer.',
    ),
  ),
  unjoined: v.pipe(
    v.array(v.object({ reason: v.picklist(UNJOINED_REASONS), orders: number, revenue })),
    v.description('The most frequent reason first.'),
  ),
  revenue,
  joinedRevenue: revenue,
});
export type CoverageAnswer = v.InferOutput<typeof answer>;

const COLUMNS = ['what', 'orders', 'revenue'] as const;

export const coverageOperation = operation({
  method: 'GET',
  path: '/api/analytics/coverage',
  id: 'coverage',
  summary: 'How many of the shop’s orders were joined to a session, and why the others were not.',
  description: 'By the day on which an order was placed. Read from the orders themselves.',
  access: 'staff',
  ofSite: true,
  query: v.strictObject(rangeParameters),
  body: undefined,
  answer,
  csv: ({ orders, revenue, joined, joinedRevenue, by, unjoined }: CoverageAnswer) =>
    csvOf(COLUMNS, [
      { what: 'all', orders, revenue },
      { what: 'joined', orders: joined, revenue: joinedRevenue },
      ...Object.entries(by).map(([how, count]) => ({
        what: `joined by ${how}`,
        orders: count,
        revenue: null,
      })),
      ...unjoined.map(({ reason, ...counted }) => ({ what: `not joined: ${reason}`, ...counted })),
    ]),
});
