/**
 * The part of the MongoDB driver's interface that the record's adapter uses.
 * The driver's own `Db` fits it as it is, and so does the embedded engine: one adapter runs on both.
 */
export type Document = { [key: string]: unknown };
export type Filter = { readonly [key: string]: unknown };

export interface FindOptions {
  readonly projection?: { readonly [key: string]: 0 | 1 };
  readonly sort?: { readonly [key: string]: 1 | -1 };
  readonly limit?: number;
  /** Documents of an answer; the driver asks again for what is over it. */
  readonly batchSize?: number;
  readonly maxTimeMS?: number;
}

export interface DriverCursor {
  toArray(): Promise<Document[]>;
  /** Whether there are more documents; where there are, a batch of them is at hand then. */
  hasNext(): Promise<boolean>;
  /** The batch at hand, which is gone from the cursor then. */
  readBufferedDocuments(): Document[];
  close(): Promise<void>;
}

export interface UpdateOneOperation {
  readonly updateOne: {
    readonly filter: Filter;
    readonly update: { readonly [operator: string]: { readonly [field: string]: unknown } };
    readonly upsert?: boolean;
  };
}

export interface IndexDescription {
  readonly key: { readonly [field: string]: 1 | -1 | 'hashed' };
  readonly name?: string;
  readonly unique?: boolean;
  readonly expireAfterSeconds?: number;
}

export interface DriverCollection {
  /** Rejects with the driver's `MongoBulkWriteError` (`code`, `writeErrors[].code`, `insertedCount`) where some were refused. */
  insertMany(documents: Document[], options: { ordered: boolean }): Promise<{ insertedCount: number }>;
  /** Rejects as `insertMany` does. */
  bulkWrite(
    operations: UpdateOneOperation[],
    options: { ordered: boolean },
  ): Promise<{ matchedCount: number; upsertedCount: number }>;
  find(filter: Filter, options?: FindOptions): DriverCursor;
  findOne(filter: Filter, options?: FindOptions): Promise<Document | null>;
  countDocuments(filter: Filter): Promise<number>;
  deleteMany(filter: Filter): Promise<{ deletedCount: number }>;
  createIndexes(indexes: IndexDescription[]): Promise<string[]>;
}

export interface DriverDb {
  collection(name: string): DriverCollection;
  command(command: { readonly ping: 1 }): Promise<unknown>;
}
