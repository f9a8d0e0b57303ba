import type { PieceId, PieceReason, PieceStamp } from '../../domain/metrics/piece.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import type { StoredPiece } from '../../ports/MetricsStore.ts';
import { type Item, textOf } from './attributes.ts';
import { versionText } from './itemKeys.ts';

/**
 * A head item has one attribute a piece, named by its `pieceKey`. Its text begins with the version, so that a condition
 * compares it with {@link versionText} of another.
 */
export const headEntry = ({ version, writtenAt, reason }: PieceStamp): string =>
  `${versionText(version)}|${writtenAt}|${reason}`;

const stampOf = (entry: string): PieceStamp => {
  const [version, writtenAt, reason] = entry.split('|');
  return { version: Number(version), writtenAt: Number(writtenAt), reason: reason as PieceReason };
};

/** The version that an entry begins with. */
export const versionOfEntry = (entry: string): number => stampOf(entry).version;

const pieceIdOf = (key: string, day: LocalDate | undefined): PieceId | undefined => {
  const name = key.slice(2);
  switch (key.slice(0, 2)) {
    case 'h:':
      return day && { kind: 'hour', startMs: Number(name), day };
    case 'd:':
      return { kind: 'day', day: name as LocalDate };
    case 'w:':
      return { kind: 'week', monday: name as LocalDate };
    case 'm:':
      return { kind: 'month', month: name };
    default:
      return undefined;
  }
};

/**
 * The pieces that a head item names, by `pieceKey`.
 * @param day whose hours they are
 */
export const piecesOfHead = (item: Item | undefined, day?: LocalDate): [string, StoredPiece][] =>
  Object.keys(item ?? {}).flatMap((key) => {
    const id = pieceIdOf(key, day);
    const entry = textOf(item, key);
    return id === undefined || entry === undefined ? [] : [[key, { id, stamp: stampOf(entry) }]];
  });
