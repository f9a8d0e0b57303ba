import { RecordUnavailable } from '../../ports/RecordStore.ts';
import type { Document, DriverCollection, Filter, FindOptions } from './driverPart.ts';
import { withinTime } from './withinTime.ts';

/** More documents than an answer's 16 MB can hold: what fits into one comes in one, where the driver's 101 would need a second command. */
const ONE_ANSWER = 100_000;

/** How the record's commands are waited for, and how their faults are told. */
export interface RecordAnswers {
  /** @throws RecordUnavailable, with the cause, where the command fails or takes too long */
  answer<T>(what: string, command: () => Promise<T>): Promise<T>;
  /** All that match, in one answer where they fit into one. @throws as `answer` */
  findAll(
    what: string,
    collection: DriverCollection,
    filter: Filter,
    options?: FindOptions,
  ): Promise<Document[]>;
  /** As `findAll`, one. */
  findOne(
    what: string,
    collection: DriverCollection,
    filter: Filter,
    options?: FindOptions,
  ): Promise<Document | undefined>;
}

/** @param timeoutMs how long each command may take; absent means as long as the driver waits */
export const recordAnswers = (timeoutMs: number | undefined): RecordAnswers => {
  const serverLimit = timeoutMs === undefined ? {} : { maxTimeMS: timeoutMs };
  const answer: RecordAnswers['answer'] = async (what, command) => {
    try {
      return await withinTime(command(), timeoutMs);
    } catch (cause) {
      throw new RecordUnavailable(`the record did not ${what}`, { cause });
    }
  };
  return {
    answer,
    findAll: (what, collection, filter, options) =>
      answer(what, () =>
        collection.find(filter, { batchSize: ONE_ANSWER, ...serverLimit, ...options }).toArray(),
      ),
    findOne: async (what, collection, filter, options) =>
      (await answer(what, () => collection.findOne(filter, { ...serverLimit, ...options }))) ?? undefined,
  };
};
