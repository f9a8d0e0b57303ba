import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import * as v from 'valibot';

/**
 * A backup is a file in the format of our logs, each record of it with a checksum: a head, blocks of entries, and an end that
 * counts and hashes them. A record is its kind (a letter) and, of head and end, JSON; of a block, the length of the part's name (1 byte),
 * the name, and compressed by gzip its entries, each behind its length (u32, little endian).
 */
const VERSION = 1;
const compress = promisify(gzip);
/** The fastest: a backup is made beside a running server. */
const LEVEL = 1;
const [HEAD, BLOCK, END] = [0x48, 0x42, 0x45] as const;

const headSchema = v.object({
  footfall: v.literal('backup'),
  version: v.number(),
  madeAtMs: v.number(),
  leftOut: v.array(v.string()),
});
const endSchema = v.object({
  parts: v.array(v.object({ part: v.string(), entries: v.number(), sha256: v.string() })),
});
export type BackupHead = Pick<v.InferOutput<typeof headSchema>, 'madeAtMs' | 'leftOut'>;
export type BackupEnd = v.InferOutput<typeof endSchema>;

export type BackupRecord =
  | { readonly kind: 'head'; readonly head: BackupHead }
  | { readonly kind: 'block'; readonly part: string; readonly entries: readonly Buffer[] }
  | { readonly kind: 'end'; readonly end: BackupEnd };

const json = (kind: number, value: object): Buffer =>
  Buffer.concat([Buffer.of(kind), Buffer.from(JSON.stringify(value))]);

export const encodeHead = (head: {
  readonly madeAtMs: number;
  readonly leftOut: readonly string[];
}): Buffer => json(HEAD, { footfall: 'backup', version: VERSION, ...head });

export const encodeEnd = (end: { readonly parts: readonly object[] }): Buffer => json(END, end);

export const encodeBlock = async (part: string, entries: readonly Buffer[]): Promise<Buffer> => {
  const framed = entries.flatMap((bytes) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return [length, bytes];
  });
  const name = Buffer.from(part);
  const compressed = await compress(Buffer.concat(framed), { level: LEVEL });
  return Buffer.concat([Buffer.of(BLOCK, name.length), name, compressed]);
};

const entriesIn = (framed: Buffer): Buffer[] => {
  const entries: Buffer[] = [];
  for (let at = 0; at < framed.length; ) {
    const end = at + 4 + framed.readUInt32LE(at);
    if (end > framed.length) throw new RangeError('an entry reaches over its block');
    entries.push(framed.subarray(at + 4, end));
    at = end;
  }
  return entries;
};

/** @throws Error where the bytes are none of a backup of this version */
export const decodeBackupRecord = (bytes: Buffer): BackupRecord => {
  const kind = bytes[0];
  if (kind === BLOCK) {
    const nameEnd = 2 + bytes.readUInt8(1);
    const part = bytes.toString('utf8', 2, nameEnd);
    return { kind: 'block', part, entries: entriesIn(gunzipSync(bytes.subarray(nameEnd))) };
  }
  const value: unknown = JSON.parse(bytes.toString('utf8', 1));
  if (kind === END) return { kind: 'end', end: v.parse(endSchema, value) };
  if (kind !== HEAD) throw new Error('no record of a backup');
  const head = v.parse(headSchema, value);
  if (head.version !== VERSION) throw new Error(`backups of version ${head.version} are not known here`);
  return { kind: 'head', head };
};
