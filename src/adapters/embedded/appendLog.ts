import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LogRewriteFailed, LogUnusable } from './logErrors.ts';
import { checkPayload, encodeHeader, encodeRecords } from './logFormat.ts';
import { replayLog } from './replayLog.ts';

export interface AppendLogOptions {
  /** The log's file; its folder must exist. `<path>.rewrite` beside it is used as well. */
  readonly path: string;
  /** Gets the payloads that the log holds, in order, while it opens. */
  readonly onRecord: (payload: Buffer) => void;
  /** Hears of a torn last record that was cut off. */
  readonly onRepair: (what: { path: string; keptBytes: number; droppedBytes: number }) => void;
  /**
   * What an append waits for. `write` (the default): the operating system has the bytes, which outlives the process
   * (`kill -9`), not a power failure. `fsync`: the disk has them.
   */
  readonly sync?: 'write' | 'fsync';
}

export interface AppendLog {
  /** Length of the file in bytes. */
  readonly size: number;
  /**
   * Adds records, in the order of the calls; resolves once they are in the file. Calls that wait at the same time share
   * one write. The bytes are not copied: leave them as they are until then.
   * @throws {RangeError} where a payload is over 64 MiB
   * @throws {@link LogUnusable} where the write failed, with its cause; from then on for every append. What was
   *   rejected may or may not be found at the next open.
   */
  append(payloads: readonly Uint8Array[]): Promise<void>;
  /**
   * Replaces everything by these records, after the appends before this call and before those after it; a crash at any
   * point leaves the old log or the new one, whole. The payloads are taken while the new file is written, once all
   * earlier appends are in the old one.
   * @throws {@link LogRewriteFailed} where the old log stays; {@link LogUnusable} as `append` does
   */
  rewrite(payloads: Iterable<Uint8Array>): Promise<void>;
  /** Resolves once all appends before it are on the disk; later ones are refused. Safe to repeat. */
  close(): Promise<void>;
}

const WRITE_BYTES = 1024 * 1024;
/** Visitors' data is for its owner's eyes. */
const FILE_MODE = 0o600;

const writeFully = async (handle: FileHandle, bytes: Buffer, position: number): Promise<void> => {
  let written = 0;
  while (written < bytes.length)
    written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
};

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

interface OpenFile {
  readonly handle: FileHandle;
  readonly salt: number;
  size: number;
}

/** Writes a whole new log beside the old one, down to the disk, and puts it in the old one's place. */
const replaceFile = async (path: string, payloads: Iterable<Uint8Array>): Promise<OpenFile> => {
  const temporary = `${path}.rewrite`;
  const salt = randomBytes(4).readUInt32LE();
  const handle = await open(temporary, 'w+', FILE_MODE);
  try {
    const header = encodeHeader(salt);
    await writeFully(handle, header, 0);
    let size = header.length;
    let group: Uint8Array[] = [];
    let groupBytes = 0;
    const writeGroup = async () => {
      const bytes = encodeRecords(group, salt);
      await writeFully(handle, bytes, size);
      size += bytes.length;
      group = [];
      groupBytes = 0;
    };
    for (const payload of payloads) {
      group.push(payload);
      groupBytes += payload.length;
      if (groupBytes >= WRITE_BYTES) await writeGroup();
    }
    await writeGroup();
    await handle.sync();
    await rename(temporary, path);
    return { handle, salt, size };
  } catch (cause) {
    await handle.close();
    await rm(temporary, { force: true });
    throw cause;
  }
};

const openFile = async (options: AppendLogOptions): Promise<OpenFile> => {
  const { path, onRecord, onRepair } = options;
  // what a crash in the middle of a rewrite left
  await rm(`${path}.rewrite`, { force: true });
  let handle: FileHandle;
  try {
    handle = await open(path, 'r+');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    const file = await replaceFile(path, []);
    await syncFolder(path);
    return file;
  }
  try {
    const { salt, keptBytes, droppedBytes } = await replayLog({ handle, path }, onRecord);
    if (droppedBytes > 0) {
      await handle.truncate(keptBytes);
      await handle.sync();
      onRepair({ path, keptBytes, droppedBytes });
    }
    return { handle, salt, size: keptBytes };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
};

interface Group {
  readonly payloads: Uint8Array[];
  readonly written: Promise<void>;
}

/**
 * Opens an append-only log of records, or makes it where there is none; what it holds is replayed through `onRecord`.
 * Nothing here keeps a second process away: see `lockFolder`.
 * @throws {@link LogCorrupted} where a record that is not the last fails its checksum
 */
export const openAppendLog = async (options: AppendLogOptions): Promise<AppendLog> => {
  const { path, sync = 'write' } = options;
  let file = await openFile(options);
  let refusal: LogUnusable | undefined;
  let closed: Promise<void> | undefined;
  let openGroup: Group | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const afterTheLast = <T>(job: () => Promise<T>): Promise<T> => {
    const done = last.then(job);
    // whoever asked for the job hears of its failure; the next one only waits for its end
    last = done.catch(() => undefined);
    return done;
  };

  const unusable = (cause: unknown): LogUnusable => {
    refusal ??= new LogUnusable(`${path} takes no more appends, because a write failed`, { cause });
    return refusal;
  };

  const write = async (payloads: readonly Uint8Array[]): Promise<void> => {
    if (refusal !== undefined) throw refusal;
    const bytes = encodeRecords(payloads, file.salt);
    try {
      await writeFully(file.handle, bytes, file.size);
      if (sync === 'fsync') await file.handle.datasync();
    } catch (cause) {
      throw unusable(cause);
    }
    file.size += bytes.length;
  };

  const startGroup = (): Group => {
    const payloads: Uint8Array[] = [];
    const group: Group = {
      payloads,
      written: afterTheLast(() => {
        if (openGroup === group) openGroup = undefined;
        return write(payloads);
      }),
    };
    return group;
  };

  const replace = async (payloads: Iterable<Uint8Array>): Promise<void> => {
    if (refusal !== undefined) throw refusal;
    const old = file;
    try {
      file = await replaceFile(path, payloads);
    } catch (cause) {
      throw new LogRewriteFailed(`${path} could not be rewritten`, { cause });
    }
    try {
      await old.handle.close();
      await syncFolder(path);
    } catch (cause) {
      // the old log may come back after a power failure: what is appended from here on would not be in it
      throw unusable(cause);
    }
  };

  const refusedNow = (): LogUnusable | undefined =>
    refusal ?? (closed === undefined ? undefined : new LogUnusable(`${path} is closed`));

  return {
    get size() {
      return file.size;
    },
    async append(payloads) {
      const refused = refusedNow();
      if (refused !== undefined) throw refused;
      for (const payload of payloads) checkPayload(payload);
      openGroup ??= startGroup();
      for (const payload of payloads) openGroup.payloads.push(payload);
      await openGroup.written;
    },
    async rewrite(payloads) {
      const refused = refusedNow();
      if (refused !== undefined) throw refused;
      // later appends belong behind the rewrite
      openGroup = undefined;
      await afterTheLast(() => replace(payloads));
    },
    close() {
      closed ??= afterTheLast(async () => {
        try {
          if (refusal === undefined) await file.handle.sync();
        } finally {
          await file.handle.close();
        }
      });
      return closed;
    },
  };
};
