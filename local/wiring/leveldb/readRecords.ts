import { LogCorrupted } from '../../../src/adapters/embedded/logErrors.ts';
import { maskedCrc32c } from './crc32c.ts';

const BLOCK_BYTES = 32_768;
/** Checksum (4 bytes), length (2), type (1). */
const HEADER_BYTES = 7;
const FULL = 1;
const FIRST = 2;
const LAST = 4;

const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

export interface ReadRecords {
  readonly records: readonly Buffer[];
  /** Bytes up to the end of the last good record. */
  readonly keptBytes: number;
  /** Bytes of a torn record behind them. */
  readonly droppedBytes: number;
}

/**
 * The records of a log or a manifest of LevelDB (its doc/log_format.md), up to a torn last one: what a crash in the middle of a write
 * leaves, and LevelDB itself repairs.
 * @throws LogCorrupted where anything but the last record is damaged, of which LevelDB would drop the rest of the block in silence
 */
export const readRecords = (path: string, bytes: Buffer): ReadRecords => {
  const records: Buffer[] = [];
  let fragments: Buffer[] = [];
  let keptBytes = 0;
  let at = 0;
  while (at < bytes.length) {
    const leftInBlock = BLOCK_BYTES - (at % BLOCK_BYTES);
    if (leftInBlock < HEADER_BYTES) {
      at += leftInBlock;
      continue;
    }
    const payloadAt = at + HEADER_BYTES;
    // cut short within its header, or the file's length outlived a power failure without its bytes
    if (payloadAt > bytes.length || isZero(bytes.subarray(at))) break;
    const length = bytes.readUInt16LE(at + 4);
    if (length <= leftInBlock - HEADER_BYTES && payloadAt + length > bytes.length) break;
    const type = bytes.readUInt8(at + 6);
    const isKnown = type >= FULL && type <= LAST && length <= leftInBlock - HEADER_BYTES;
    if (!isKnown || bytes.readUInt32LE(at) !== maskedCrc32c(bytes.subarray(at + 6, payloadAt + length)))
      throw new LogCorrupted({ path, offset: at, reason: 'a record fails its checksum' });
    const begins = type === FULL || type === FIRST;
    if (begins ? fragments.length > 0 : fragments.length === 0)
      throw new LogCorrupted({ path, offset: at, reason: 'a part of a record is missing' });
    fragments.push(bytes.subarray(payloadAt, payloadAt + length));
    if (type === FULL || type === LAST) {
      records.push(Buffer.concat(fragments));
      fragments = [];
    }
    at = payloadAt + length;
    if (fragments.length === 0) keptBytes = at;
  }
  const droppedBytes = isZero(bytes.subarray(keptBytes)) ? 0 : bytes.length - keptBytes;
  return { records, keptBytes, droppedBytes };
};
