import type { SiteId } from '../../domain/ids.ts';
import type { MinuteMetrics } from '../../domain/metrics/minuteMetrics.ts';
import type { Correction, PieceId } from '../../domain/metrics/piece.ts';
import { pieceKey, yearOfPiece } from '../../domain/metrics/pieceKey.ts';
import { LeaseLost } from '../../ports/AggregationLedger.ts';
import type { MetricsStore, SectionName, StoredPiece } from '../../ports/MetricsStore.ts';

type Sections = ReadonlyMap<SectionName, Uint8Array>;

/** What one lease guards: the days, weeks and months of a year, or the hours of a day. */
interface Head {
  fence: number;
  readonly pieces: Map<string, StoredPiece>;
}

interface SiteMetrics {
  readonly heads: Map<string, Head>;
  /** By piece, then by version: the one that a head names, and the one before it. */
  readonly sections: Map<string, Map<number, Sections>>;
  readonly minutes: Map<number, MinuteMetrics>;
  readonly corrections: Map<string, Correction>;
}

const headOf = (id: PieceId): string => (id.kind === 'hour' ? id.day : String(yearOfPiece(id)));

/** The metrics in this process, for tests. Nothing expires. */
export const memoryMetricsStore = (): MetricsStore => {
  const sites = new Map<SiteId, SiteMetrics>();

  const metricsOf = (site: SiteId): SiteMetrics => {
    const known = sites.get(site);
    if (known !== undefined) return known;
    const made: SiteMetrics = {
      heads: new Map(),
      sections: new Map(),
      minutes: new Map(),
      corrections: new Map(),
    };
    sites.set(site, made);
    return made;
  };

  const piecesUnder = (site: SiteId, heads: readonly (string | number)[]): Map<string, StoredPiece> =>
    new Map(heads.flatMap((head) => [...(metricsOf(site).heads.get(String(head))?.pieces ?? [])]));

  return {
    heads: async (site, { years, hoursOf }) => ({
      pieces: piecesUnder(site, years),
      hours: piecesUnder(site, hoursOf),
    }),
    sections: async (refs) =>
      refs.map(({ site, id, version, section }) =>
        metricsOf(site).sections.get(pieceKey(id))?.get(version)?.get(section),
      ),
    writePiece: async (site, { id, stamp, sections }, { fence }) => {
      const metrics = metricsOf(site);
      const key = pieceKey(id);
      const head = metrics.heads.get(headOf(id)) ?? { fence, pieces: new Map() };
      const before = head.pieces.get(key);
      if (head.fence === fence && before !== undefined && sameStamp(before.stamp, stamp)) return;
      if (head.fence > fence || (before !== undefined && before.stamp.version >= stamp.version)) {
        throw new LeaseLost(`a younger lease has written ${key} of ${site}`);
      }
      head.fence = fence;
      head.pieces.set(key, { id, stamp });
      metrics.heads.set(headOf(id), head);
      const versions = metrics.sections.get(key) ?? new Map<number, Sections>();
      for (const version of versions.keys()) {
        if (before !== undefined && version < before.stamp.version) versions.delete(version);
      }
      versions.set(stamp.version, new Map([...sections].map(([name, bytes]) => [name, bytes.slice()])));
      metrics.sections.set(key, versions);
    },
    minutes: async (site, fromMs, toMs) =>
      [...metricsOf(site).minutes.values()]
        .filter(({ minute }) => minute >= fromMs && minute < toMs)
        .sort((a, b) => a.minute - b.minute),
    putMinutes: async (site, minutes) => {
      for (const minute of minutes) metricsOf(site).minutes.set(minute.minute, structuredClone(minute));
    },
    corrections: async (site, from, to) =>
      [...metricsOf(site).corrections.values()].filter(({ day }) => day >= from && day <= to),
    putCorrections: async (site, corrections) => {
      for (const correction of corrections) {
        metricsOf(site).corrections.set(
          `${correction.day}:${correction.orderId}`,
          structuredClone(correction),
        );
      }
    },
    close: async () => undefined,
  };
};

const sameStamp = (a: StoredPiece['stamp'], b: StoredPiece['stamp']): boolean =>
  a.version === b.version && a.writtenAt === b.writtenAt && a.reason === b.reason;
