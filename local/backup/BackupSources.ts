import type { Table } from '../wiring/openLocalTable.ts';

/** What is in a data folder, to be read while nobody aggregates. */
export interface BackupSources {
  readonly dataDir: string;
  /** The record of the instant at which it is called, as records of its log; absent where it is in MongoDB. */
  readonly record: (() => Iterable<Buffer>) | undefined;
  /** Messages that were accepted and that no writer has finished, oldest first. */
  readonly queue: () => readonly string[];
  /** Where the metrics are; absent where they are in DynamoDB. */
  readonly table: Table | undefined;
}
