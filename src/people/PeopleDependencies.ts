import type { Deliver } from '../middleware/SessionDependencies.ts';
import type { AggregationRecord } from '../ports/AggregationRecord.ts';
import type { BotRecord } from '../ports/BotRecord.ts';
import type { PeopleRecord } from '../ports/PeopleRecord.ts';
import type { RecordStore } from '../ports/RecordStore.ts';

/** The record, as what is told of people sees it. */
export interface PeopleDependencies {
  readonly people: PeopleRecord;
  readonly record: Pick<RecordStore, 'eventsOfSessions'>;
  readonly aggregation: AggregationRecord;
  readonly bots: BotRecord;
  /** The way of the staff's word to the record. */
  readonly deliver: Deliver;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
