import { aggregateByHand, type ByHand } from '../../local/aggregation/aggregateByHand.ts';
import { openMetrics } from '../../local/wiring/openMetrics.ts';
import { createAggregator } from '../../src/aggregate/createAggregator.ts';
import { daysDirectly, type Place } from '../command/daysDirectly.ts';
import { AGGREGATION, type Wanted } from './throughServer.ts';

/** Where the numbers are, for whom looks for them elsewhere. */
const numbersOf = ({ environment: { TABLE_NAME }, dataDir }: Place): string =>
  TABLE_NAME ? `the table ${TABLE_NAME}` : dataDir;

/**
 * Aggregates in this process, on the stores that the environment names, or those of the data folder.
 * @throws Complaint
 */
export const aggregateDirectly = (wanted: Wanted, place: Place): Promise<void> =>
  daysDirectly(
    {
      title: AGGREGATION.title,
      told: (done: ByHand) => `${AGGREGATION.told(done)}, in ${numbersOf(place)}`,
    },
    wanted,
    place,
    async ({ opened, sites, ranges, log, now, closers, onProgress }) => {
      const metrics = await closers.opened(openMetrics(place.environment, { dataDir: place.dataDir, log }));
      const aggregator = createAggregator({
        record: opened.aggregation,
        ledger: metrics.ledger,
        store: metrics.store,
        sites,
        log,
        now,
        owner: `hand:${process.pid}`,
      });
      return aggregateByHand(aggregator, ranges, onProgress);
    },
  );
