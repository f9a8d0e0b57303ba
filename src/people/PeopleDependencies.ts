import type { AggregationRecord } from '../ports/AggregationRecord.ts';
import type { PeopleRecord } from '../ports/PeopleRecord.ts';
import type { RecordStore } from '../ports/RecordStore.ts';

/** The record, as what is told of people sees it. */
export interface PeopleDependencies {
  readonly people: PeopleRecord;
  readonly record: Pick<RecordStore, 'eventsOfSessions'>;
  readonly aggregation: AggregationRecord;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
