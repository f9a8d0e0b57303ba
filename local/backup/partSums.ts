import { createHash, type Hash } from 'node:crypto';
import type { BackupEntry } from './backupEntries.ts';

/** What a part of a backup comes to. */
export interface PartSum {
  readonly part: string;
  readonly entries: number;
  /** Of the entries in their order, each behind its length, in hexadecimal. */
  readonly sha256: string;
}

/** Counts and hashes entries, part by part. */
export interface PartSums {
  add(entry: BackupEntry): void;
  /** By part, in the order of their names. No entry may follow. */
  result(): readonly PartSum[];
}

export const createPartSums = (): PartSums => {
  const parts = new Map<string, { entries: number; readonly hash: Hash }>();
  const lengthBytes = Buffer.alloc(4);
  return {
    add: ({ part, bytes }) => {
      const sum = parts.get(part) ?? { entries: 0, hash: createHash('sha256') };
      parts.set(part, sum);
      sum.entries += 1;
      lengthBytes.writeUInt32LE(bytes.length);
      sum.hash.update(lengthBytes).update(bytes);
    },
    result: () =>
      [...parts]
        .map(([part, { entries, hash }]) => ({ part, entries, sha256: hash.digest('hex') }))
        .sort((a, b) => (a.part < b.part ? -1 : 1)),
  };
};

/** The parts in which two differ, by name. */
export const differingParts = (one: readonly PartSum[], other: readonly PartSum[]): string[] => {
  const lines = (sums: readonly PartSum[]): string[] => sums.map((sum) => JSON.stringify(sum));
  const [ofOne, ofOther] = [new Set(lines(one)), new Set(lines(other))];
  const differing = [
    ...one.filter((sum) => !ofOther.has(JSON.stringify(sum))),
    ...other.filter((sum) => !ofOne.has(JSON.stringify(sum))),
  ];
  return [...new Set(differing.map(({ part }) => part))];
};
