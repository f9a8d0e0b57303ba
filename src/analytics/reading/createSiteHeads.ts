import type { SiteId } from '../../domain/ids.ts';
import type { Correction, PieceId } from '../../domain/metrics/piece.ts';
import { pieceKey, yearOfPiece } from '../../domain/metrics/pieceKey.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import type { AggregationLedger, AggregationState } from '../../ports/AggregationLedger.ts';
import type { MetricsStore, StoredPiece } from '../../ports/MetricsStore.ts';
import { createFresh } from './createFresh.ts';

/** How old what we know of a site's pieces may be. */
export const HEADS_MAX_AGE_MS = 1_000;

/** How far a site's aggregation has come, as far as it matters to who reads. */
export type SiteState = Pick<AggregationState, 'closedThrough' | 'sealedThrough' | 'firstDay'>;

type Pieces = ReadonlyMap<string, StoredPiece>;

const YEAR = /^\d+$/;
const signatureOfPieces = (pieces: Pieces): string =>
  [...pieces].map(([key, { stamp }]) => `${key}@${stamp.version}@${stamp.writtenAt}`).join();

const byKeyOf = (
  pieces: Iterable<StoredPiece>,
  keyOf: (id: PieceId) => string,
): Map<string, Map<string, StoredPiece>> => {
  const grouped = new Map<string, Map<string, StoredPiece>>();
  for (const piece of pieces) {
    const key = keyOf(piece.id);
    const group = grouped.get(key) ?? new Map<string, StoredPiece>();
    grouped.set(key, group.set(pieceKey(piece.id), piece));
  }
  return grouped;
};

const dayOfHour = (id: PieceId): string => (id.kind === 'hour' ? id.day : '');

/** What is known of one site, each part at most a second old. */
export const createSiteHeads = ({
  store,
  ledger,
  now,
  site,
}: {
  readonly store: MetricsStore;
  readonly ledger: AggregationLedger;
  readonly now: () => number;
  readonly site: SiteId;
}) => {
  const common = { now, maxAgeMs: HEADS_MAX_AGE_MS };
  return {
    /** By year, and hours by day. */
    pieces: createFresh<Pieces>({
      ...common,
      fetch: async (keys) => {
        const { pieces, hours } = await store.heads(site, {
          years: keys.filter((key) => YEAR.test(key)).map(Number),
          hoursOf: keys.filter((key): key is LocalDate => !YEAR.test(key)),
        });
        const grouped = new Map([
          ...byKeyOf(pieces.values(), (id) => String(yearOfPiece(id))),
          ...byKeyOf(hours.values(), dayOfHour),
        ]);
        return keys.map((key) => grouped.get(key) ?? new Map<string, StoredPiece>());
      },
      signatureOf: signatureOfPieces,
    }),
    state: createFresh<SiteState>({
      ...common,
      fetch: async () => {
        const { closedThrough, sealedThrough, firstDay } = await ledger.state(site);
        return [
          {
            ...(closedThrough && { closedThrough }),
            ...(sealedThrough && { sealedThrough }),
            ...(firstDay && { firstDay }),
          },
        ];
      },
      signatureOf: JSON.stringify,
    }),
    /** By year. */
    corrections: createFresh<readonly Correction[]>({
      ...common,
      fetch: (years) =>
        Promise.all(
          years.map((year) =>
            store.corrections(site, `${year}-01-01` as LocalDate, `${year}-12-31` as LocalDate),
          ),
        ),
      signatureOf: JSON.stringify,
    }),
  };
};
export type SiteHeads = ReturnType<typeof createSiteHeads>;
