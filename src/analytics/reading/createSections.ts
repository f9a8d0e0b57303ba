import type { SiteId } from '../../domain/ids.ts';
import type { Dimension } from '../../domain/metrics/dimensions.ts';
import type { DimensionRows } from '../../domain/metrics/piece.ts';
import { pieceKey } from '../../domain/metrics/pieceKey.ts';
import {
  type Core,
  decodeCore,
  decodeDimension,
  decodeVisitors,
} from '../../domain/metrics/pieceSections.ts';
import type { VisitorSet } from '../../domain/metrics/visitorSet.ts';
import type { MetricsStore, SectionRef, StoredPiece } from '../../ports/MetricsStore.ts';
import type { Memo, Weighed } from './createMemo.ts';

/** Who came in some time, and who of them for the first time. */
export interface Visitors {
  readonly visitors: VisitorSet;
  readonly newVisitors: VisitorSet;
}

/** A piece was written anew since its head was read: the heads are read again. */
export class VersionGone extends Error {
  override readonly name = 'VersionGone';
}

/** The stored parts of pieces, read and decoded once. All throw {@link VersionGone} and `MetricsUnavailable`. */
export interface Sections {
  core(site: SiteId, piece: StoredPiece): Promise<Core>;
  visitors(site: SiteId, piece: StoredPiece): Promise<Visitors>;
  dimension(site: SiteId, piece: StoredPiece, dimension: Dimension): Promise<DimensionRows>;
}

interface Waiting {
  readonly ref: SectionRef;
  readonly resolve: (bytes: Uint8Array | undefined) => void;
  readonly reject: (error: unknown) => void;
}

const CORE = 'core';
const VISITORS = 'visitors';
/** How much more memory decoded values take than their bytes, as measured on rows of few visitors. */
const DECODED_FACTOR = 3;
/** A row's own objects, two bitmaps among them. */
export const ROW_BYTES = 700;

/** A version's name among a site's pieces. */
export const versionKey = ({ id, stamp }: StoredPiece): string => `${pieceKey(id)}@${stamp.version}`;

/** Asks the store once for all that is wanted in one turn of the event loop. */
const createBatch = (store: MetricsStore): ((ref: SectionRef) => Promise<Uint8Array | undefined>) => {
  let waiting: Waiting[] = [];

  const send = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    try {
      const found = await store.sections(batch.map(({ ref }) => ref));
      for (const [index, { resolve }] of batch.entries()) resolve(found[index]);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  return (ref) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(send);
      waiting.push({ ref, resolve, reject });
    });
};

export const createSections = ({
  store,
  memo,
}: {
  readonly store: MetricsStore;
  readonly memo: Memo;
}): Sections => {
  const bytesOf = createBatch(store);

  const bytesOfSection = (site: SiteId, { id, stamp }: StoredPiece, section: string) =>
    bytesOf({ site, id, version: stamp.version, section });

  const section = <T>(
    site: SiteId,
    piece: StoredPiece,
    name: string,
    decode: (bytes: Uint8Array | undefined) => Promise<Weighed<T>>,
  ): Promise<T> =>
    memo.get(`s|${site}|${versionKey(piece)}|${name}`, async () =>
      decode(await bytesOfSection(site, piece, name)),
    );

  const found = (site: SiteId, piece: StoredPiece, bytes: Uint8Array | undefined): Uint8Array => {
    if (bytes) return bytes;
    throw new VersionGone(`${versionKey(piece)} of ${site} is gone`);
  };

  const core: Sections['core'] = (site, piece) =>
    section(site, piece, CORE, async (stored) => {
      const bytes = found(site, piece, stored);
      return { value: decodeCore(bytes), bytes: bytes.length * DECODED_FACTOR };
    });

  const visitors: Sections['visitors'] = (site, piece) =>
    section(site, piece, VISITORS, async (stored) => {
      const bytes = found(site, piece, stored);
      return { value: decodeVisitors(bytes), bytes: bytes.length + ROW_BYTES };
    });

  /** A piece that was written before there was such a dimension has all in `other`; one that is gone has no core either. */
  const withoutValues = async (site: SiteId, piece: StoredPiece): Promise<DimensionRows> => {
    const [{ counts }, who] = await Promise.all([core(site, piece), visitors(site, piece)]);
    found(site, piece, await bytesOfSection(site, piece, CORE));
    return { rows: new Map(), other: { counts, ...who } };
  };

  const dimension: Sections['dimension'] = (site, piece, name) =>
    section(site, piece, name, async (bytes) => {
      if (bytes === undefined) return { value: await withoutValues(site, piece), bytes: ROW_BYTES };
      const value = decodeDimension(bytes);
      return { value, bytes: bytes.length + (value.rows.size + 1) * ROW_BYTES };
    });

  return { core, visitors, dimension };
};
