import type { HttpHandler } from '../http/Routes.ts';
import { type RangeDependencies, rangeHandler } from './rangeHandler.ts';
import type { LocalAggregation } from './startAggregation.ts';

/** `POST /api/local/aggregate`: aggregates by hand. */
export const aggregateHandler = ({
  aggregation,
  ...deps
}: RangeDependencies & { readonly aggregation: LocalAggregation }): HttpHandler =>
  rangeHandler('aggregation', (ranges, line) => aggregation.byHand(ranges, line), deps);
