/** MongoDB's error codes that the engine gives: https://www.mongodb.com/docs/manual/reference/error-codes/ */
export const CODES = {
  badValue: 2,
  failedToParse: 9,
  typeMismatch: 14,
  pathNotViable: 28,
  conflictingUpdateOperators: 40,
  dollarPrefixedFieldName: 52,
  invalidIdField: 53,
  emptyFieldName: 56,
  immutableField: 66,
  indexOptionsConflict: 85,
  indexKeySpecsConflict: 86,
  documentTooLarge: 10334,
  duplicateKey: 11000,
} as const;

/** One write that a server would refuse; the others of its batch are not concerned. */
export class WriteRefused extends Error {
  override readonly name = 'WriteRefused';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface WriteError {
  readonly code: number;
  /** Which of the batch's documents or operations. */
  readonly index: number;
  readonly errmsg: string;
}

export interface BulkCounts {
  readonly insertedCount: number;
  readonly matchedCount: number;
  readonly upsertedCount: number;
}

/** Some writes of a batch were refused; shaped as the driver's error of that name. */
export class BulkWriteRefused extends Error implements BulkCounts {
  override readonly name = 'MongoBulkWriteError';
  readonly code: number | undefined;
  readonly writeErrors: readonly WriteError[];
  readonly insertedCount: number;
  readonly matchedCount: number;
  readonly upsertedCount: number;

  constructor(writeErrors: readonly WriteError[], counts: BulkCounts) {
    super(writeErrors[0]?.errmsg);
    this.code = writeErrors[0]?.code;
    this.writeErrors = writeErrors;
    this.insertedCount = counts.insertedCount;
    this.matchedCount = counts.matchedCount;
    this.upsertedCount = counts.upsertedCount;
  }
}

/** A command that a server would refuse as a whole; shaped as the driver's error of that name. */
export class CommandRefused extends Error {
  override readonly name = 'MongoServerError';
  readonly code: number;

  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A call that the driver would refuse before it asks a server; shaped as the driver's error of that name. */
export class InvalidArgument extends Error {
  override readonly name = 'MongoInvalidArgumentError';
}
