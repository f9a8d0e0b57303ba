/** Castagnoli's polynomial, reflected; Node's own `crc32` has another one. */
const POLYNOMIAL = 0x82f63b78;
const SLICES = 8;

/** Of each slice its 256 values, one slice behind the other ("slicing by 8"). */
const TABLES = (() => {
  const tables = new Uint32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at++) {
    const before = tables[at - 256] as number;
    tables[at] = (before >>> 8) ^ (tables[before & 0xff] as number);
  }
  return tables;
})();

const from = (slice: number, byte: number): number => TABLES[slice * 256 + byte] as number;

/** CRC-32C (RFC 3720, B.4) of these bytes. */
export const crc32c = (bytes: Buffer): number => {
  let crc = 0xffffffff;
  let at = 0;
  for (; at + SLICES <= bytes.length; at += SLICES) {
    const low = crc ^ bytes.readInt32LE(at);
    const high = bytes.readInt32LE(at + 4);
    crc =
      from(7, low & 0xff) ^
      from(6, (low >>> 8) & 0xff) ^
      from(5, (low >>> 16) & 0xff) ^
      from(4, low >>> 24) ^
      from(3, high & 0xff) ^
      from(2, (high >>> 8) & 0xff) ^
      from(1, (high >>> 16) & 0xff) ^
      from(0, high >>> 24);
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ from(0, (crc ^ bytes.readUInt8(at)) & 0xff);
  return ~crc >>> 0;
};

/** As LevelDB stores it, so that a checksum of bytes which hold checksums is no fixed point. */
export const maskedCrc32c = (bytes: Buffer): number => {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
};
