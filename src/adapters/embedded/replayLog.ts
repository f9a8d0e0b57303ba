import type { FileHandle } from 'node:fs/promises';
import { LogCorrupted } from './logErrors.ts';
import {
  decodeHeader,
  decodeRecord,
  FRAME_BYTES,
  HEADER_BYTES,
  isTornTail,
  MAX_PAYLOAD_BYTES,
} from './logFormat.ts';

const CHUNK_BYTES = 1024 * 1024;
/** A torn tail is one record at most, and zeros. */
const MAX_TAIL_BYTES = 2 * (FRAME_BYTES + MAX_PAYLOAD_BYTES);

const readAt = async (handle: FileHandle, offset: number, length: number): Promise<Buffer> => {
  const bytes = Buffer.allocUnsafeSlow(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(bytes, read, length - read, offset + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
};

export interface Replayed {
  readonly salt: number;
  /** Bytes of the file up to the end of its last good record. */
  readonly keptBytes: number;
  /** Bytes of a torn record behind them. */
  readonly droppedBytes: number;
}

/**
 * Reads a log from its beginning and hands over each payload in order; changes nothing.
 * The payloads are views of buffers that are not used again.
 * @throws {@link LogCorrupted} where anything but a torn last record fails its checksum
 */
export const replayLog = async (
  log: { handle: FileHandle; path: string },
  onRecord: (payload: Buffer) => void,
): Promise<Replayed> => {
  const { handle, path } = log;
  const { size } = await handle.stat();
  const header = decodeHeader(await readAt(handle, 0, HEADER_BYTES));
  if ('reason' in header) throw new LogCorrupted({ path, offset: 0, reason: header.reason });
  const { salt } = header;

  let offset = HEADER_BYTES;
  let wantedBytes = CHUNK_BYTES;
  while (offset < size) {
    const chunk = await readAt(handle, offset, Math.min(wantedBytes, size - offset));
    let at = 0;
    let found = decodeRecord(chunk, at, salt);
    while (found.kind === 'record') {
      onRecord(found.payload);
      at = found.nextAt;
      found = decodeRecord(chunk, at, salt);
    }
    offset += at;
    if (offset === size) break;
    if (found.kind === 'short' && offset + found.neededBytes <= size) {
      wantedBytes = Math.max(CHUNK_BYTES, found.neededBytes);
      continue;
    }
    const tailBytes = size - offset;
    if (tailBytes > MAX_TAIL_BYTES || !isTornTail(await readAt(handle, offset, tailBytes), salt))
      throw new LogCorrupted({ path, offset, reason: 'a record fails its checksum and is not the last' });
    return { salt, keptBytes: offset, droppedBytes: tailBytes };
  }
  return { salt, keptBytes: offset, droppedBytes: 0 };
};
