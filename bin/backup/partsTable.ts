import type { PartSum } from '../../local/backup/partSums.ts';

/** What a backup holds, a line a part: its name, how many entries, their hash. */
export const partsTable = (parts: readonly PartSum[]): string => {
  const width = Math.max(...parts.map(({ part }) => part.length), 0);
  const lines = parts.map(
    ({ part, entries, sha256 }) => `  ${part.padEnd(width)}  ${String(entries).padStart(9)}  ${sha256}\n`,
  );
  return lines.join('');
};
