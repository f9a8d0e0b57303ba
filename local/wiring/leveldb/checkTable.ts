import { LogCorrupted } from '../../../src/adapters/embedded/logErrors.ts';
import { type ByteReader, byteReader } from './byteReader.ts';
import { maskedCrc32c } from './crc32c.ts';
import { unsnappy } from './unsnappy.ts';

const FOOTER_BYTES = 48;
const MAGIC = Buffer.from('57fb808b247547db', 'hex');
/** Behind a block: its compression (1 byte), and the checksum of both (4). */
const TRAILER_BYTES = 5;
const PLAIN = 0;
const SNAPPY = 1;

/** Where a block begins, and its length without the trailer. */
interface Handle {
  readonly offset: number;
  readonly length: number;
}

const handleOf = (reader: ByteReader): Handle => ({ offset: reader.varint(), length: reader.varint() });

/** The blocks that an index's entries lead to; its keys do not matter. */
const handlesIn = (index: Buffer): Handle[] => {
  const restarts = index.readUInt32LE(index.length - 4);
  const entries = byteReader(index.subarray(0, index.length - 4 - 4 * restarts));
  const handles: Handle[] = [];
  while (!entries.done) {
    entries.varint();
    const ownKeyLength = entries.varint();
    const valueLength = entries.varint();
    entries.take(ownKeyLength);
    handles.push(handleOf(byteReader(entries.take(valueLength))));
  }
  return handles;
};

/**
 * Looks at every block of a table (LevelDB's doc/table_format.md), whose checksums LevelDB itself does not check as it is used here.
 * @throws LogCorrupted
 */
export const checkTable = (path: string, bytes: Buffer): void => {
  const corrupted = (offset: number, reason: string, cause?: unknown): LogCorrupted =>
    new LogCorrupted({ path, offset, reason }, { cause });

  const blockAt = ({ offset, length }: Handle): Buffer => {
    const end = offset + length;
    if (end + TRAILER_BYTES > bytes.length) throw corrupted(offset, 'a block reaches over the end');
    if (bytes.readUInt32LE(end + 1) !== maskedCrc32c(bytes.subarray(offset, end + 1)))
      throw corrupted(offset, 'a block fails its checksum');
    return bytes.subarray(offset, end + 1);
  };
  const contents = (block: Buffer): Buffer => {
    const stored = block.subarray(0, -1);
    const compression = block.at(-1);
    if (compression === SNAPPY) return unsnappy(stored);
    if (compression === PLAIN) return stored;
    throw new RangeError(`compression ${compression} is not known here`);
  };

  const footerAt = bytes.length - FOOTER_BYTES;
  if (footerAt < 0 || !bytes.subarray(-MAGIC.length).equals(MAGIC))
    throw corrupted(Math.max(footerAt, 0), 'this is no table, or not all of it');
  try {
    const footer = byteReader(bytes.subarray(footerAt));
    const handles = [handleOf(footer), handleOf(footer)] as const;
    for (const index of handles) for (const handle of handlesIn(contents(blockAt(index)))) blockAt(handle);
  } catch (error) {
    if (error instanceof LogCorrupted) throw error;
    throw corrupted(footerAt, 'its index cannot be read', error);
  }
};
