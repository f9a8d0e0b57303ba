import type { AggregationRecord } from '../ports/AggregationRecord.ts';
import type { MetricsStore } from '../ports/MetricsStore.ts';
import type { HeldLease } from './heldLease.ts';

type Command = (...args: never[]) => Promise<unknown>;

/**
 * Every command is sent within the lease's time, which is renewed on the way: what the record is told knows no fence, and a
 * process that slept past its lease tells it nothing.
 */
const leased = <P extends object>(port: P, held: HeldLease): P =>
  Object.fromEntries(
    Object.entries(port).map(([name, command]: [string, Command]) => [
      name,
      async (...args: never[]) => {
        await held.keep();
        return command(...args);
      },
    ]),
  ) as P;

/** The record, under a lease. */
export const leasedRecord = (record: AggregationRecord, held: HeldLease): AggregationRecord => {
  const { sessionsStarted, ...commands } = record;
  return {
    ...leased(commands, held),
    async *sessionsStarted(...span) {
      await held.keep();
      for await (const batch of sessionsStarted(...span)) {
        await held.keep();
        yield batch;
      }
    },
  };
};

/** The store of metrics, under a lease; what it keeps of pieces is guarded by the lease's fence as well. */
export const leasedStore = (store: MetricsStore, held: HeldLease): MetricsStore => leased(store, held);
