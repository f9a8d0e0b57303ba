import { byteReader } from './byteReader.ts';

const LITERAL = 0;
/** Literals longer than this say in so many more bytes how long they are. */
const SHORT_LITERAL = 60;

const littleEndian = (bytes: Buffer): number => bytes.readUIntLE(0, bytes.length);

/**
 * What Snappy has compressed, as LevelDB compresses its blocks (google/snappy, format_description.txt).
 * @throws RangeError where the bytes are none of Snappy's
 */
export const unsnappy = (compressed: Buffer): Buffer => {
  const reader = byteReader(compressed);
  const plain = Buffer.alloc(reader.varint());
  let at = 0;
  const checkFits = (length: number): void => {
    if (at + length > plain.length) throw new RangeError('more than was announced');
  };
  while (!reader.done) {
    const tag = reader.take(1).readUInt8();
    const high = tag >>> 2;
    if ((tag & 3) === LITERAL) {
      const length = 1 + (high < SHORT_LITERAL ? high : littleEndian(reader.take(high - SHORT_LITERAL + 1)));
      checkFits(length);
      reader.take(length).copy(plain, at);
      at += length;
      continue;
    }
    const [length, offset] =
      (tag & 3) === 1
        ? [4 + (high & 7), ((high >>> 3) << 8) | reader.take(1).readUInt8()]
        : [1 + high, littleEndian(reader.take((tag & 3) === 2 ? 2 : 4))];
    checkFits(length);
    if (offset === 0 || offset > at) throw new RangeError('a copy of what is not there');
    // byte by byte: a copy may reach into what it writes
    for (const end = at + length; at < end; at++) plain[at] = plain[at - offset] as number;
  }
  if (at < plain.length) throw new RangeError('less than was announced');
  return plain;
};
