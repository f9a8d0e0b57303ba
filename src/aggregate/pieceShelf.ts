import { DIMENSIONS } from '../domain/metrics/dimensions.ts';
import type { HourTotals } from '../domain/metrics/hourTotals.ts';
import type { Piece, PieceId, PieceReason, PieceStamp } from '../domain/metrics/piece.ts';
import { pieceKey, yearOfPiece } from '../domain/metrics/pieceKey.ts';
import { decodeCore, decodePiece, encodePiece, sameButQuality } from '../domain/metrics/pieceSections.ts';
import { reasonOfLateCounts } from '../domain/metrics/recomputed.ts';
import type { Site } from '../domain/site.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import type { MetricsStore, SectionName, SectionRef, StoredPiece } from '../ports/MetricsStore.ts';
import type { HeldLease } from './heldLease.ts';

const SECTIONS: readonly SectionName[] = ['core', 'visitors', ...DIMENSIONS];

/** What a run wrote. */
export interface WrittenPiece {
  readonly key: string;
  readonly stamp: PieceStamp;
}

export interface ShelvedPiece {
  readonly piece: Piece;
  readonly hours: readonly HourTotals[];
}

/** A site's stored pieces, as one run sees and writes them. */
export interface PieceShelf {
  /** The stamps of these pieces; absent where one was never written. */
  stamps(ids: readonly PieceId[]): Promise<(PieceStamp | undefined)[]>;
  /** These pieces; absent where one was never written, or is not kept any more. */
  read(ids: readonly PieceId[]): Promise<(ShelvedPiece | undefined)[]>;
  /**
   * Writes a piece as its next version; with `unlessSame`, only where it says something else than the one that is there, and
   * for `late counts` where all else stayed as it was, whatever it was made anew for.
   * @returns the stamp of what is stored now
   * @throws LeaseLost
   */
  write(
    id: PieceId,
    shelved: ShelvedPiece,
    options: {
      readonly reason: PieceReason;
      readonly expiresAtMs?: number;
      readonly unlessSame?: boolean;
    },
  ): Promise<PieceStamp>;
  readonly written: readonly WrittenPiece[];
}

type Sections = ReadonlyMap<SectionName, Uint8Array>;

const sameBytes = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;

/** What a piece's new writing changes of its former one. */
const changeOf = (before: Sections | undefined, after: Sections): 'nothing' | 'quality' | 'numbers' => {
  const changed = SECTIONS.filter((name) => !sameBytes(before?.get(name), after.get(name)));
  if (changed.length === 0) return 'nothing';
  const [core, newCore] = [before?.get('core'), after.get('core')];
  const isCoreAlone = changed.length === 1 && changed[0] === 'core';
  return isCoreAlone && core && newCore && sameButQuality(core, newCore) ? 'quality' : 'numbers';
};

export const createPieceShelf = ({
  store,
  site,
  held,
  now,
}: {
  readonly store: MetricsStore;
  readonly site: Site;
  readonly held: HeldLease;
  readonly now: () => number;
}): PieceShelf => {
  const known = new Map<string, PieceStamp>();
  const years = new Set<number>();
  const days = new Set<LocalDate>();
  const written: WrittenPiece[] = [];

  const load = async (ids: readonly PieceId[]): Promise<void> => {
    const newYears = new Set<number>();
    const newDays = new Set<LocalDate>();
    for (const id of ids) {
      if (id.kind !== 'hour') newYears.add(yearOfPiece(id));
      else newDays.add(id.day);
    }
    const wanted = {
      years: [...newYears].filter((year) => !years.has(year)),
      hoursOf: [...newDays].filter((day) => !days.has(day)),
    };
    if (wanted.years.length + wanted.hoursOf.length === 0) return;
    const { pieces, hours } = await store.heads(site.id, wanted);
    for (const [key, { stamp }] of [...pieces, ...hours]) known.set(key, stamp);
    for (const year of wanted.years) years.add(year);
    for (const day of wanted.hoursOf) days.add(day);
  };

  const stamps = async (ids: readonly PieceId[]): Promise<(PieceStamp | undefined)[]> => {
    await load(ids);
    return ids.map((id) => known.get(pieceKey(id)));
  };

  const sectionsOf = async (stored: readonly StoredPiece[]) => {
    const refs: SectionRef[] = stored.flatMap(({ id, stamp: { version } }) =>
      SECTIONS.map((section) => ({ site: site.id, id, version, section })),
    );
    const found = await store.sections(refs);
    return stored.map((_, piece) => {
      const sections = new Map<SectionName, Uint8Array>();
      for (const [index, name] of SECTIONS.entries()) {
        const bytes = found[piece * SECTIONS.length + index];
        if (bytes !== undefined) sections.set(name, bytes);
      }
      return sections;
    });
  };

  return {
    written,
    stamps,
    read: async (ids) => {
      const stored = (await stamps(ids)).flatMap((stamp, index) => {
        const id = ids[index];
        return stamp === undefined || id === undefined ? [] : [{ id, stamp }];
      });
      const found = new Map<string, ShelvedPiece>();
      for (const [index, sections] of (await sectionsOf(stored)).entries()) {
        const core = sections.get('core');
        const piece = stored[index];
        if (piece === undefined || core === undefined || sections.size < SECTIONS.length) continue;
        found.set(pieceKey(piece.id), { piece: decodePiece(sections), hours: decodeCore(core).hours });
      }
      return ids.map((id) => found.get(pieceKey(id)));
    },
    write: async (id, { piece, hours }, { reason, expiresAtMs, unlessSame = false }) => {
      const [before] = await stamps([id]);
      const sections = encodePiece(piece, hours);
      let told = reason;
      if (unlessSame && before !== undefined) {
        const [stored] = await sectionsOf([{ id, stamp: before }]);
        const change = changeOf(stored, sections);
        if (change === 'nothing') return before;
        if (change === 'quality') told = reasonOfLateCounts(before);
      }
      const stamp: PieceStamp = { version: (before?.version ?? 0) + 1, writtenAt: now(), reason: told };
      await store.writePiece(
        site.id,
        { id, stamp, sections },
        { fence: held.lease.fence, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) },
      );
      known.set(pieceKey(id), stamp);
      written.push({ key: pieceKey(id), stamp });
      return stamp;
    },
  };
};
