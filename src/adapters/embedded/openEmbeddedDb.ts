import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DriverCollection, DriverDb } from '../mongodb/driverPart.ts';
import { type AppendLog, openAppendLog } from './appendLog.ts';
import { toBytes } from './documents.ts';
import { type Changes, createEmbeddedCollection } from './embeddedCollection.ts';
import { expiredEntries, isExpired } from './expiredEntries.ts';
import { lockFolder } from './lockFolder.ts';
import { LogUnusable } from './logErrors.ts';
import { bytesInLog, decodeLogRecord, encodeLogRecord } from './logRecord.ts';
import { createMemoryCollection, type MemoryCollection } from './memoryCollection.ts';
import type { NamedIndex } from './NamedIndex.ts';

export interface LogSizes {
  readonly logBytes: number;
  /** What the log would take if it held nothing but the documents there are. */
  readonly liveBytes: number;
}

export interface EmbeddedDbOptions {
  /** Folder of the record; made where it is missing. One process at a time. */
  readonly dir: string;
  /** Hears of a torn last record that was cut off: what a crash in the middle of a write leaves. */
  readonly onRepair: (what: { path: string; keptBytes: number; droppedBytes: number }) => void;
  /** When the log is rewritten without what is dead in it; over 4 MB and over twice the live, by default. */
  readonly compactWhen?: (sizes: LogSizes) => boolean;
  /** The server's clock, for `$currentDate` and expiry; epoch milliseconds. */
  readonly now?: () => number;
}

export interface EmbeddedDb extends DriverDb {
  /** Rewrites the log without what is dead in it; writes wait meanwhile. @throws {@link LogRewriteFailed} */
  compact(): Promise<void>;
  /** All there is at this instant, as records of a log (`decodeLogRecord`); made as they are asked for. */
  snapshot(): Iterable<Buffer>;
  /** Resolves once everything is on the disk; all calls after it are refused. */
  close(): Promise<void>;
}

/** The record's file in its folder. */
export const RECORD_FILE = 'record.log';

const COMPACT_OVER_BYTES = 4 * 1024 * 1024;
/** At start, nobody waits for a write: a fifth of dead bytes is enough to rewrite, unless the log is short anyway. */
const COMPACT_AT_START_RATIO = 1.2;
const COMPACT_AT_START_OVER_BYTES = 64 * 1024;
/** As often as MongoDB looks for expired documents. */
const SWEEP_INTERVAL_MS = 60_000;
/** Expired documents that are removed before others have their turn. */
const REMOVED_AT_ONCE = 1_000;

const compactByDefault = ({ logBytes, liveBytes }: LogSizes): boolean =>
  logBytes > COMPACT_OVER_BYTES && logBytes > 2 * liveBytes;

const compactAtStart = ({ logBytes, liveBytes }: LogSizes): boolean =>
  logBytes > COMPACT_AT_START_OVER_BYTES && logBytes > COMPACT_AT_START_RATIO * liveBytes;

/** All collections in memory, and how much of the log they need. */
const createMemory = () => {
  const collections = new Map<string, MemoryCollection>();
  let liveBytes = 0;

  const get = (name: string): MemoryCollection => {
    const there = collections.get(name);
    if (there !== undefined) return there;
    const made = createMemoryCollection(name);
    collections.set(name, made);
    return made;
  };

  const replay = (bytes: Buffer): void => {
    const { kind, collection, body } = decodeLogRecord(bytes);
    const memory = get(collection);
    const there = kind === 'index' ? undefined : memory.byId(body._id);
    liveBytes -= there?.logBytes ?? 0;
    if (kind === 'put') {
      liveBytes += bytesInLog(bytes);
      memory.put(body, bytesInLog(bytes));
    } else if (kind === 'delete') {
      if (there !== undefined) memory.remove(there);
    } else memory.addIndex(body as unknown as NamedIndex);
  };

  /** Changes one collection, and notes in `log` what was changed. */
  const changesOf = (memory: MemoryCollection, log: Buffer[]): Changes => ({
    put(document, bytes) {
      const record = encodeLogRecord({ kind: 'put', collection: memory.name, body: bytes });
      liveBytes += bytesInLog(record) - (memory.byId(document._id)?.logBytes ?? 0);
      memory.put(document, bytesInLog(record));
      log.push(record);
    },
    remove(entry) {
      liveBytes -= entry.logBytes;
      memory.remove(entry);
      const body = { _id: entry.document._id };
      log.push(encodeLogRecord({ kind: 'delete', collection: memory.name, body }));
    },
    addIndex(index) {
      memory.addIndex(index);
      log.push(encodeLogRecord({ kind: 'index', collection: memory.name, body: { ...index } }));
    },
  });

  /** The state of this instant as records, encoded as they are asked for. */
  const snapshot = (): Iterable<Buffer> => {
    // a stored document is replaced, never changed: references are enough
    const state = [...collections.values()].map(({ name, indexes, entries }) => ({
      name,
      indexes: [...indexes.values()],
      documents: Array.from(entries.values(), ({ document }) => document),
    }));
    return (function* () {
      for (const { name, indexes, documents } of state) {
        for (const index of indexes)
          yield encodeLogRecord({ kind: 'index', collection: name, body: { ...index } });
        for (const document of documents)
          yield encodeLogRecord({ kind: 'put', collection: name, body: toBytes(document) });
      }
    })();
  };

  return {
    collections,
    get,
    replay,
    changesOf,
    snapshot,
    get liveBytes() {
      return liveBytes;
    },
  };
};

const openLog = async (
  options: EmbeddedDbOptions,
  replay: (payload: Buffer) => void,
): Promise<{ log: AppendLog; unlock: () => Promise<void> }> => {
  await mkdir(options.dir, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(options.dir);
  try {
    const path = join(options.dir, RECORD_FILE);
    const log = await openAppendLog({ path, onRecord: replay, onRepair: options.onRepair });
    return { log, unlock: () => lock.release() };
  } catch (cause) {
    await lock.release();
    throw cause;
  }
};

/**
 * Opens the embedded record: documents in memory, each change in an append-only log before it is answered.
 *
 * A change is made in memory and queued for the log at the same instant, and every call, reads too, resolves only once
 * the log has all that it did and saw: nobody is told of what a crash could take back. Where a write to the log fails,
 * memory is ahead of it and the store is poisoned: that call and every later one rejects with `LogUnusable`, its cause
 * in it, until the folder is opened again.
 *
 * A field that is `undefined` is stored as null, as by the driver with its default settings.
 * @throws {@link FolderLocked} where another process uses the folder
 * @throws {@link LogCorrupted} where the log is damaged other than at its end
 */
export const openEmbeddedDb = async (options: EmbeddedDbOptions): Promise<EmbeddedDb> => {
  const { compactWhen = compactByDefault, now = Date.now } = options;
  const memory = createMemory();
  const { log, unlock } = await openLog(options, memory.replay);
  /** When the log has all changes so far; rejects for good once one failed. */
  let durable: Promise<void> = Promise.resolve();
  let compacting: Promise<void> | undefined;
  let compactOverBytes = 0;
  let closed: Promise<void> | undefined;

  const compact = (): Promise<void> => {
    compacting ??= log.rewrite(memory.snapshot()).finally(() => {
      compacting = undefined;
    });
    return compacting;
  };

  const compactIfDue = async (isDue: (sizes: LogSizes) => boolean): Promise<void> => {
    const sizes = { logBytes: log.size, liveBytes: memory.liveBytes };
    if (compacting !== undefined || closed !== undefined) return;
    if (sizes.logBytes < compactOverBytes || !isDue(sizes)) return;
    try {
      await compact();
    } catch (error) {
      // the old log goes on, and no write is lost: try again when it has doubled
      compactOverBytes = 2 * sizes.logBytes;
      process.emitWarning(error as Error);
    }
  };

  const checkOpen = (): void => {
    if (closed !== undefined) throw new LogUnusable(`the record in ${options.dir} is closed`);
  };

  const write = async <T>(target: MemoryCollection, body: (changes: Changes) => T): Promise<T> => {
    checkOpen();
    const records: Buffer[] = [];
    try {
      return body(memory.changesOf(target, records));
    } finally {
      // a batch that was refused in part has made changes too
      if (records.length > 0) durable = log.append(records);
      await durable;
      void compactIfDue(compactWhen);
    }
  };

  const read = async <T>(body: () => T): Promise<T> => {
    checkOpen();
    const result = body();
    await durable;
    return result;
  };

  const sweep = async (): Promise<void> => {
    for (const target of memory.collections.values()) {
      const expired = await expiredEntries(target, now());
      if (closed !== undefined) return;
      for (let from = 0; from < expired.length; from += REMOVED_AT_ONCE)
        await write(target, (changes) => {
          const isOver = isExpired(target, now());
          for (const entry of expired.slice(from, from + REMOVED_AT_ONCE))
            if (target.byId(entry.document._id) === entry && isOver(entry)) changes.remove(entry);
        });
    }
  };
  const sweeper = setInterval(() => {
    // a failed write poisons the store: whoever calls next hears of it
    sweep().catch((error) => process.emitWarning(error));
  }, SWEEP_INTERVAL_MS);
  sweeper.unref();

  const collections = new Map<string, DriverCollection>();
  const collection = (name: string): DriverCollection => {
    const there = collections.get(name);
    if (there !== undefined) return there;
    const target = memory.get(name);
    const made = createEmbeddedCollection({
      memory: target,
      now,
      write: (body) => write(target, body),
      read,
    });
    collections.set(name, made);
    return made;
  };

  await compactIfDue(compactAtStart);

  return {
    collection,
    command: async () => read(() => ({ ok: 1 })),
    compact: async () => {
      checkOpen();
      // One that is under way may have begun before what the caller wants gone was deleted.
      await compacting?.catch(() => undefined);
      await compact();
    },
    snapshot: () => {
      checkOpen();
      return memory.snapshot();
    },
    close() {
      closed ??= (async () => {
        clearInterval(sweeper);
        try {
          await log.close();
        } finally {
          await unlock();
        }
      })();
      return closed;
    },
  };
};
