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

/** Some records that follow each other in the file. */
export interface RecordBatch {
  /** Byte at which the first of them begins. */
  readonly offset: number;
  /** Views of a buffer that is not used again. */
  readonly payloads: readonly Buffer[];
}

/** A log to read. */
export interface LogFile {
  readonly handle: FileHandle;
  readonly path: string;
}

/**
 * Reads a log from its beginning, about a megabyte of records at a time; changes nothing.
 * @throws {@link LogCorrupted} where anything but a torn last record fails its checksum
 */
export async function* readLog({ handle, path }: LogFile): AsyncGenerator<RecordBatch, Replayed> {
  const { size } = await handle.stat();
  const header = decodeHeader(await readAt(handle, 0, HEADER_BYTES));
  if ('reason' in header) throw new LogCorrupted({ path, offset: 0, reason: header.reason });
  const { salt } = header;

  let offset = HEADER_BYTES;
  let wantedBytes = CHUNK_BYTES;
  while (offset < size) {
    const chunk = await readAt(handle, offset, Math.min(wantedBytes, size - offset));
    const payloads: Buffer[] = [];
    let at = 0;
    let found = decodeRecord(chunk, at, salt);
    while (found.kind === 'record') {
      payloads.push(found.payload);
      at = found.nextAt;
      found = decodeRecord(chunk, at, salt);
    }
    if (payloads.length > 0) yield { offset, payloads };
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
}

/**
 * Reads a log from its beginning and hands over each payload in order; changes nothing.
 * @throws {@link LogCorrupted} where anything but a torn last record fails its checksum, or where `onRecord` throws, with its error
 */
export const replayLog = async (log: LogFile, onRecord: (payload: Buffer) => void): Promise<Replayed> => {
  const batches = readLog(log);
  for (;;) {
    const next = await batches.next();
    if (next.done) return next.value;
    let { offset } = next.value;
    for (const payload of next.value.payloads) {
      try {
        onRecord(payload);
      } catch (cause) {
        const reason = `its checksum holds, but it cannot be read (${(cause as Error).message})`;
        throw new LogCorrupted({ path: log.path, offset, reason }, { cause });
      }
      offset += FRAME_BYTES + payload.length;
    }
  }
};
