import type { Document } from '../mongodb/driverPart.ts';
import { fromBytes, toBytes } from './documents.ts';
import { FRAME_BYTES } from './logFormat.ts';

const KINDS = { put: 1, delete: 2, index: 3 } as const;
type Kind = keyof typeof KINDS;

/**
 * A change of one document, or an index, as the log keeps it. Replaying it twice is the same as once.
 * `put`: the whole document. `delete`: its `_id`. `index`: its description, with its name.
 */
export interface LogRecord {
  readonly kind: Kind;
  readonly collection: string;
  readonly body: Document;
}

/** Kind (1 byte), length of the collection's name (u16), the name, the body in BSON. */
const NAME_AT = 3;

/** @param body BSON, or a document that is made BSON here */
export const encodeLogRecord = (record: {
  kind: Kind;
  collection: string;
  body: Document | Uint8Array;
}): Buffer => {
  const body = record.body instanceof Uint8Array ? record.body : toBytes(record.body);
  const nameBytes = Buffer.byteLength(record.collection);
  const bytes = Buffer.allocUnsafe(NAME_AT + nameBytes + body.length);
  bytes.writeUInt8(KINDS[record.kind], 0);
  bytes.writeUInt16LE(nameBytes, 1);
  bytes.write(record.collection, NAME_AT);
  bytes.set(body, NAME_AT + nameBytes);
  return bytes;
};

/** What a record is of, without its body. @throws {Error} as `decodeLogRecord` does */
export const headOfLogRecord = (bytes: Buffer): Pick<LogRecord, 'kind' | 'collection'> => {
  const kindByte = bytes.readUInt8(0);
  const kind = (Object.keys(KINDS) as Kind[]).find((name) => KINDS[name] === kindByte);
  if (kind === undefined) throw new Error(`the log holds a record of the unknown kind ${kindByte}`);
  return { kind, collection: bytes.toString('utf8', NAME_AT, bodyAt(bytes)) };
};

const bodyAt = (bytes: Buffer): number => NAME_AT + bytes.readUInt16LE(1);

/** @throws {Error} where the bytes are no record of ours: their checksum held, so a newer program wrote them */
export const decodeLogRecord = (bytes: Buffer): LogRecord => ({
  ...headOfLogRecord(bytes),
  body: fromBytes(bytes.subarray(bodyAt(bytes))),
});

/** What a record takes in the log's file. */
export const bytesInLog = (encoded: Uint8Array): number => FRAME_BYTES + encoded.length;
