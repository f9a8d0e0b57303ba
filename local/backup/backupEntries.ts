import { deserialize, serialize } from 'bson';
import { headOfLogRecord } from '../../src/adapters/embedded/logRecord.ts';
import type { BackupSources } from './BackupSources.ts';
import { type KeptFile, readKeptFiles } from './keptFiles.ts';
import { tableItems } from './tableItems.ts';

/** The parts of a backup; each of the record's collections is one by itself, without its indexes. */
export const RECORD_PART = 'record/';
export const INDEXES_PART = 'indexes';
export const QUEUE_PART = 'queue';
export const METRICS_PART = 'metrics';
export const FILES_PART = 'files';

/** One document, index, message, item or file. */
export interface BackupEntry {
  readonly part: string;
  readonly bytes: Buffer;
}

const recordPart = (bytes: Buffer): string => {
  const { kind, collection } = headOfLogRecord(bytes);
  return kind === 'index' ? INDEXES_PART : `${RECORD_PART}${collection}`;
};

const fileBytes = (file: KeptFile): Buffer => Buffer.from(serialize(file));

/** A file as `entriesOf` gave it. */
export const fileOf = (bytes: Uint8Array): KeptFile =>
  deserialize(bytes, { promoteBuffers: true }) as KeptFile;

/**
 * All that is in a data folder, part by part and always in the same order. Record and queue are of the instant of the call: what was
 * accepted until then is in one of them. Metrics and files are read as they are asked for.
 */
export const entriesOf = (sources: BackupSources): AsyncIterable<BackupEntry> => {
  // Both before anything is awaited: a message that the writer finishes in between would be in neither.
  const record = sources.record?.() ?? [];
  const messages = sources.queue();
  return (async function* () {
    for (const file of await readKeptFiles(sources.dataDir))
      yield { part: FILES_PART, bytes: fileBytes(file) };
    for (const bytes of record) yield { part: recordPart(bytes), bytes };
    for (const message of messages) yield { part: QUEUE_PART, bytes: Buffer.from(message) };
    if (sources.table === undefined) return;
    for await (const bytes of tableItems(sources.table)) yield { part: METRICS_PART, bytes };
  })();
};
