import type { RelabelSpan } from '../../src/aggregate/relabelSpan.ts';
import type { HttpHandler } from '../http/Routes.ts';
import { type RangeDependencies, rangeHandler } from './rangeHandler.ts';
import { relabelByHand } from './relabelByHand.ts';
import type { LocalAggregation } from './startAggregation.ts';

/** `POST /api/local/relabel`: judges sessions by the rules of now. */
export const relabelHandler = ({
  aggregation,
  relabelSpan,
  ...deps
}: RangeDependencies & {
  readonly aggregation: LocalAggregation;
  readonly relabelSpan: RelabelSpan;
}): HttpHandler =>
  rangeHandler(
    'relabelling',
    (ranges, line) =>
      aggregation.inBetween((goOn) =>
        relabelByHand(relabelSpan, ranges, {
          nowMs: deps.now(),
          onProgress: (progress) => {
            goOn();
            line(progress);
          },
        }),
      ),
    deps,
  );
