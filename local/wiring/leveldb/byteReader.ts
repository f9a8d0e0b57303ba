/** Reads what LevelDB has encoded, a value after the other. */
export interface ByteReader {
  readonly done: boolean;
  /** At most 2^53. */
  varint(): number;
  /** So many bytes, as a view. */
  take(length: number): Buffer;
  /** Bytes behind their length. */
  slice(): Buffer;
}

/** Every method throws RangeError where the bytes end before the value does. */
export const byteReader = (bytes: Buffer): ByteReader => {
  let at = 0;
  const take = (length: number): Buffer => {
    if (!Number.isSafeInteger(length) || at + length > bytes.length) throw new RangeError('the bytes end');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = take(1).readUInt8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  return {
    get done() {
      return at >= bytes.length;
    },
    varint,
    take,
    slice: () => take(varint()),
  };
};
