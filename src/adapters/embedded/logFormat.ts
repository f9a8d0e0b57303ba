import { crc32 } from 'node:zlib';

/**
 * The bytes of a log: a header, then records.
 *
 * Header: magic (4 bytes), version, salt, CRC-32 of the 12 bytes before. Record: payload's length, CRC-32, payload.
 * All numbers are u32, little endian. A record's checksum starts from the salt and covers the length too: so a run of
 * zeros is no record, and no payload that a stranger wrote can contain bytes that pass for a record of this file.
 */
export const HEADER_BYTES = 16;
/** What a record takes besides its payload. */
export const FRAME_BYTES = 8;
/** Four times MongoDB's largest document; a greater length in a file is damage. */
export const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

const MAGIC = Buffer.from('FFLG', 'latin1');
const VERSION = 1;

/** A new file's header; the salt is any u32, random in practice. */
export const encodeHeader = (salt: number): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32LE(VERSION, 4);
  header.writeUInt32LE(salt, 8);
  header.writeUInt32LE(crc32(header.subarray(0, 12)), 12);
  return header;
};

export type DecodedHeader = { readonly salt: number } | { readonly reason: string };

/** The file's salt, or why these bytes are no header. */
export const decodeHeader = (header: Buffer): DecodedHeader => {
  if (header.length < HEADER_BYTES || !header.subarray(0, 4).equals(MAGIC))
    return { reason: 'this is not a log of ours' };
  if (header.readUInt32LE(12) !== crc32(header.subarray(0, 12)))
    return { reason: 'the header fails its checksum' };
  const version = header.readUInt32LE(4);
  if (version !== VERSION) return { reason: `format version ${version} is not known here` };
  return { salt: header.readUInt32LE(8) };
};

const checksum = (lengthBytes: Uint8Array, payload: Uint8Array, salt: number): number =>
  crc32(payload, crc32(lengthBytes, salt));

/** @throws {RangeError} where a payload is longer than `MAX_PAYLOAD_BYTES` */
export const checkPayload = (payload: Uint8Array): void => {
  if (payload.length > MAX_PAYLOAD_BYTES)
    throw new RangeError(`a record of ${payload.length} bytes is over the log's ${MAX_PAYLOAD_BYTES}`);
};

/**
 * Records as one run of bytes.
 * @throws {RangeError} where a payload is longer than `MAX_PAYLOAD_BYTES`
 */
export const encodeRecords = (payloads: readonly Uint8Array[], salt: number): Buffer => {
  let total = 0;
  for (const payload of payloads) {
    checkPayload(payload);
    total += FRAME_BYTES + payload.length;
  }
  const bytes = Buffer.allocUnsafe(total);
  let at = 0;
  for (const payload of payloads) {
    bytes.writeUInt32LE(payload.length, at);
    bytes.writeUInt32LE(checksum(bytes.subarray(at, at + 4), payload, salt), at + 4);
    bytes.set(payload, at + FRAME_BYTES);
    at += FRAME_BYTES + payload.length;
  }
  return bytes;
};

export type DecodedRecord =
  | { readonly kind: 'record'; readonly payload: Buffer; readonly nextAt: number }
  /** More bytes are needed to tell: at least so many from where the record begins. */
  | { readonly kind: 'short'; readonly neededBytes: number }
  | { readonly kind: 'bad' };

/** The record that begins at `at`; its payload is a view, not a copy. */
export const decodeRecord = (bytes: Buffer, at: number, salt: number): DecodedRecord => {
  if (bytes.length - at < FRAME_BYTES) return { kind: 'short', neededBytes: FRAME_BYTES };
  const length = bytes.readUInt32LE(at);
  if (length > MAX_PAYLOAD_BYTES) return { kind: 'bad' };
  const nextAt = at + FRAME_BYTES + length;
  if (nextAt > bytes.length) return { kind: 'short', neededBytes: FRAME_BYTES + length };
  const payload = bytes.subarray(at + FRAME_BYTES, nextAt);
  return bytes.readUInt32LE(at + 4) === checksum(bytes.subarray(at, at + 4), payload, salt)
    ? { kind: 'record', payload, nextAt }
    : { kind: 'bad' };
};

/**
 * Whether a file's last bytes, which begin with a record that fails, are what a crash in the middle of a write leaves:
 * that record reaches to the end of the file or over it (zeros at the end do not count: a power failure can leave a
 * file's length without its bytes), and no good record begins anywhere behind it.
 */
export const isTornTail = (tail: Buffer, salt: number): boolean => {
  if (tail.length < FRAME_BYTES) return true;
  let written = tail.length;
  while (written > 0 && tail[written - 1] === 0) written--;
  const length = tail.readUInt32LE(0);
  if (length > MAX_PAYLOAD_BYTES || FRAME_BYTES + length < written) return false;
  for (let at = 1; at <= tail.length - FRAME_BYTES; at++)
    if (decodeRecord(tail, at, salt).kind === 'record') return false;
  return true;
};
