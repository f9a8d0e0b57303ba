import { decode, encode } from '@msgpack/msgpack';
import { byDimension } from './byDimension.ts';
import { DIMENSIONS } from './dimensions.ts';
import type { HourTotals } from './hourTotals.ts';
import type { BotCounts, Counts, DimensionRows, Piece, QualityCounts, Row } from './piece.ts';
import { decodeCounts, encodeCounts, type StoredCounts } from './storedCounts.ts';
import { decodeVisitorSet, encodeVisitorSet, NO_VISITORS, type VisitorSet } from './visitorSet.ts';

/** The numbers of a piece without its dimensions, and without who its visitors are. */
export interface Core {
  readonly counts: Counts;
  readonly uniqueVisits: number;
  readonly newVisitors: number;
  readonly bots: BotCounts;
  readonly quality: QualityCounts;
  /** Of a day's hours, in their order; of other pieces there are none. */
  readonly hours: readonly HourTotals[];
}

/** Bytes that are no section of a piece, or are written in a format of which this version does not know. */
export class UnreadableSection extends Error {
  override readonly name = 'UnreadableSection';
}

const FORMAT = 1;
const CORE = 'core';
const VISITORS = 'visitors';

/** A set, or `null` of nobody. */
type StoredSet = Uint8Array | null;
/** `true` where all the row's visitors are new. */
type StoredNewVisitors = StoredSet | true;

/** Names are in lists and never keys: a client may send `__proto__`, which MessagePack's decoder refuses as a key. */
interface StoredCore {
  /** Of the piece, then of each hour; so are the uniques. */
  readonly counts: StoredCounts;
  readonly uniqueVisits: readonly number[];
  readonly newVisitors: readonly number[];
  readonly hourStartsMs: readonly number[];
  readonly bots: readonly [sessions: number, hits: number];
  readonly botReasons: readonly (readonly [reason: string, sessions: number, hits: number])[];
  readonly quality: readonly (readonly [name: string, count: number])[];
}

interface StoredVisitors {
  readonly visitors: StoredSet;
  readonly newVisitors: StoredNewVisitors;
}

interface StoredRows {
  readonly values: readonly string[];
  /** Of each value, then of `other`; so are the sets. */
  readonly counts: StoredCounts;
  readonly sets: readonly StoredVisitors[];
}

const write = (section: StoredCore | StoredVisitors | StoredRows): Uint8Array =>
  encode({ format: FORMAT, ...section });

const read = <Stored, T>(bytes: Uint8Array, make: (stored: Stored) => T): T => {
  try {
    const stored = decode(bytes) as Stored & { readonly format: number };
    if (stored.format !== FORMAT) throw new RangeError(`format ${stored.format}`);
    return make(stored);
  } catch (cause) {
    throw new UnreadableSection('these bytes are no section of a piece', { cause });
  }
};

const storeSet = (set: VisitorSet): StoredSet => (set.isEmpty ? null : encodeVisitorSet(set));
const restoreSet = (stored: StoredSet): VisitorSet =>
  stored === null ? NO_VISITORS : decodeVisitorSet(stored);

type Visitors = Pick<Row, 'visitors' | 'newVisitors'>;

const storeVisitors = ({ visitors, newVisitors }: Visitors): StoredVisitors => ({
  visitors: storeSet(visitors),
  // New ones are always some of them: as many are the same.
  newVisitors: newVisitors.size === visitors.size && !visitors.isEmpty ? true : storeSet(newVisitors),
});

const restoreVisitors = ({ visitors: stored, newVisitors }: StoredVisitors): Visitors => {
  const visitors = restoreSet(stored);
  return { visitors, newVisitors: newVisitors === true ? visitors : restoreSet(newVisitors) };
};

const encodeCore = ({ total, bots, quality }: Piece, hours: readonly HourTotals[]): Uint8Array =>
  write({
    counts: encodeCounts([total.counts, ...hours.map(({ counts }) => counts)]),
    uniqueVisits: [total.visitors.size, ...hours.map(({ uniqueVisits }) => uniqueVisits)],
    newVisitors: [total.newVisitors.size, ...hours.map(({ newVisitors }) => newVisitors)],
    hourStartsMs: hours.map(({ startMs }) => startMs),
    bots: [bots.sessions, bots.hits],
    botReasons: Object.entries(bots.reasons).map(([reason, { sessions, hits }]) => [reason, sessions, hits]),
    quality: Object.entries(quality),
  });

/** @throws UnreadableSection */
export const decodeCore = (bytes: Uint8Array): Core =>
  read<StoredCore, Core>(bytes, ({ bots: [sessions, hits], ...stored }) => {
    const rows = decodeCounts(stored.counts).map((counts, row) => ({
      counts,
      uniqueVisits: stored.uniqueVisits[row] as number,
      newVisitors: stored.newVisitors[row] as number,
    }));
    const [total, ...hours] = rows as [(typeof rows)[0], ...typeof rows];
    return {
      ...total,
      bots: {
        sessions,
        hits,
        reasons: Object.fromEntries(
          stored.botReasons.map(([reason, ofSessions, ofHits]) => [
            reason,
            { sessions: ofSessions, hits: ofHits },
          ]),
        ),
      },
      quality: Object.fromEntries(stored.quality),
      hours: hours.map((hour, index) => ({ startMs: stored.hourStartsMs[index] as number, ...hour })),
    };
  });

/**
 * Whether two sections `core` say the same but for what was counted of quality. One that cannot be read says something else.
 */
export const sameButQuality = (a: Uint8Array, b: Uint8Array): boolean => {
  const numbersOf = (bytes: Uint8Array): Uint8Array =>
    read<StoredCore, Uint8Array>(bytes, (stored) => write({ ...stored, quality: [] }));
  try {
    return Buffer.compare(numbersOf(a), numbersOf(b)) === 0;
  } catch (error) {
    if (error instanceof UnreadableSection) return false;
    throw error;
  }
};

/** The visitors and new visitors of a whole piece. @throws UnreadableSection */
export const decodeVisitors = (bytes: Uint8Array): Visitors =>
  read<StoredVisitors, Visitors>(bytes, restoreVisitors);

const encodeDimension = ({ rows, other }: DimensionRows): Uint8Array => {
  const all = [...rows.values(), other];
  return write({
    values: [...rows.keys()],
    counts: encodeCounts(all.map(({ counts }) => counts)),
    sets: all.map(storeVisitors),
  });
};

/** @throws UnreadableSection */
export const decodeDimension = (bytes: Uint8Array): DimensionRows =>
  read<StoredRows, DimensionRows>(bytes, ({ values, counts, sets }) => {
    const rows = decodeCounts(counts).map((ofRow, row) => ({
      counts: ofRow,
      ...restoreVisitors(sets[row] as StoredVisitors),
    }));
    return {
      rows: new Map(values.map((value, row) => [value, rows[row] as Row])),
      other: rows[values.length] as Row,
    };
  });

/**
 * A piece as bytes, in sections, so that a reader loads what it needs: `core` (numbers), `visitors` (who), and one named by
 * each dimension. Counters are stored with their measures' names, sets in Roaring's portable format.
 * @param hours the totals of a day's hours, in their order; none of other pieces
 */
export const encodePiece = (piece: Piece, hours: readonly HourTotals[]): Map<string, Uint8Array> =>
  new Map([
    [CORE, encodeCore(piece, hours)],
    [VISITORS, write(storeVisitors(piece.total))],
    ...DIMENSIONS.map((dimension) => [dimension, encodeDimension(piece.dimensions[dimension])] as const),
  ]);

/**
 * The piece that {@link encodePiece} wrote, now or by another version of this program: measures that it did not know are 0,
 * and of a dimension that it did not know all is in `other`, so that rows and `other` still sum to the total.
 * @throws UnreadableSection also where `core` or `visitors` is missing
 */
export const decodePiece = (sections: ReadonlyMap<string, Uint8Array>): Piece => {
  const core = sections.get(CORE);
  const visitors = sections.get(VISITORS);
  if (core === undefined || visitors === undefined) {
    throw new UnreadableSection(`a piece needs the sections ${CORE} and ${VISITORS}`);
  }
  const { counts, bots, quality } = decodeCore(core);
  const total: Row = { counts, ...decodeVisitors(visitors) };
  return {
    total,
    dimensions: byDimension((dimension) => {
      const section = sections.get(dimension);
      return section === undefined ? { rows: new Map(), other: total } : decodeDimension(section);
    }),
    bots,
    quality,
  };
};
