import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { CORRECTIONS, DAILY_METRICS, VISITORS } from '../../src/adapters/mongodb/indexes.ts';
import { DIMENSIONS } from '../../src/domain/metrics/dimensions.ts';
import { MEASURES } from '../../src/domain/metrics/measures.ts';
import type { Row } from '../../src/domain/metrics/piece.ts';
import { decodeCore, decodePiece } from '../../src/domain/metrics/pieceSections.ts';
import type { Site } from '../../src/domain/site.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import type { MetricsStore, StoredPiece } from '../../src/ports/MetricsStore.ts';

/** The numbers of a row, and who its visitors are. */
export interface PlainRow {
  readonly [measure: string]: number | readonly string[];
  readonly visitors: readonly string[];
  readonly newVisitors: readonly string[];
}

export interface PlainPiece {
  readonly total: PlainRow;
  readonly dimensions: { readonly [dimension: string]: { readonly [value: string]: PlainRow } };
  readonly bots: object;
  readonly quality: object;
  readonly hours: readonly object[];
  readonly version: number;
  readonly reason: string;
}

const SECTIONS = ['core', 'visitors', ...DIMENSIONS];

/** Whose a number is, of visitors that the record knows. */
export const visitorNames = async (db: DriverDb, site: Site): Promise<ReadonlyMap<number, string>> =>
  new Map(
    (await db.collection(VISITORS).find({ siteId: site.id }).toArray()).map(({ number, visitorId }) => [
      number as number,
      visitorId as string,
    ]),
  );

/** A site's stored metrics as plain values; visitors by their names, since numbers are given in any order. */
export const storedMetrics = async ({
  ports: { store },
  db,
  site,
  days,
  forgotten,
}: {
  readonly ports: { readonly store: MetricsStore };
  readonly db: DriverDb;
  readonly site: Site;
  readonly days: readonly LocalDate[];
  /** Whose a number was, of visitors that the record knows no more. */
  readonly forgotten: ReadonlyMap<number, string>;
}) => {
  const names = new Map([...forgotten, ...(await visitorNames(db, site))]);
  const plain = ({ counts, visitors, newVisitors }: Row): PlainRow => ({
    ...Object.fromEntries(MEASURES.map((name, index) => [name, counts[index] ?? 0])),
    visitors: [...visitors].map((number) => names.get(number) ?? `nobody ${number}`).sort(),
    newVisitors: [...newVisitors].map((number) => names.get(number) ?? `nobody ${number}`).sort(),
  });

  const read = async ({ id, stamp }: StoredPiece): Promise<PlainPiece> => {
    const found = await store.sections(
      SECTIONS.map((section) => ({ site: site.id, id, version: stamp.version, section })),
    );
    const sections = new Map(
      SECTIONS.map((section, index) => {
        const bytes = found[index];
        if (bytes === undefined) throw new Error(`no ${section}`);
        return [section, bytes];
      }),
    );
    const { total, dimensions, bots, quality } = decodePiece(sections);
    return {
      total: plain(total),
      dimensions: Object.fromEntries(
        DIMENSIONS.map((name) => [
          name,
          Object.fromEntries([...dimensions[name].rows].map(([value, row]) => [value, plain(row)])),
        ]),
      ),
      bots,
      quality,
      hours: decodeCore(sections.get('core') ?? new Uint8Array()).hours.map((hour) => ({
        ...hour,
        counts: [...hour.counts],
      })),
      version: stamp.version,
      reason: stamp.reason,
    };
  };

  const years = [...new Set(days.map((one) => Number(one.slice(0, 4))))];
  const heads = await store.heads(site.id, { years, hoursOf: days });
  const readAll = async (pieces: ReadonlyMap<string, StoredPiece>) =>
    Object.fromEntries(
      await Promise.all([...pieces].map(async ([key, piece]) => [key, await read(piece)] as const)),
    ) as { readonly [key: string]: PlainPiece };
  const documents = async (collection: string) =>
    (
      await db
        .collection(collection)
        .find({ siteId: site.id }, { sort: { _id: 1 } })
        .toArray()
    ).map(({ version, at, writtenAt, reason, updatedAt, visitors, newVisitors, ...told }) => told);
  return {
    pieces: await readAll(heads.pieces),
    hours: await readAll(heads.hours),
    corrections: (await store.corrections(site.id, '0000-01-01' as LocalDate, '9999-01-01' as LocalDate)).map(
      ({ at, ...told }) => told,
    ),
    daily: await documents(DAILY_METRICS),
    recordedCorrections: await documents(CORRECTIONS),
  };
};
export type StoredMetrics = Awaited<ReturnType<typeof storedMetrics>>;

/** What the metrics say, whenever and however often it was written. */
export const withoutStamps = ({ pieces, hours, ...rest }: StoredMetrics) => {
  const bare = (all: { readonly [key: string]: PlainPiece }) =>
    Object.fromEntries(
      Object.entries(all)
        .map(([key, { version, reason, ...says }]) => [key, says] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return { pieces: bare(pieces), hours: bare(hours), ...rest };
};
