import type { QualityRecord } from '../../domain/events/message.ts';
import type { QualityCounts } from '../../domain/metrics/piece.ts';
import type { KeptUntil } from '../../ports/RecordStore.ts';
import { decodeData, encodeData } from './dataFields.ts';
import type { Document } from './driverPart.ts';
import { expiryOf } from './expiryOf.ts';

/** A count of quality, kept as it came first: one that is told again is the same. */
export const qualityUpsert = ({ id, site, at, counts }: QualityRecord, keptUntil?: KeptUntil) => ({
  filter: { _id: id, updatedAt: { $exists: false } },
  update: {
    $setOnInsert: {
      siteId: site,
      at: new Date(at),
      counts: encodeData(counts),
      ...expiryOf(keptUntil, site, at),
    },
    $currentDate: { updatedAt: true },
  },
});

/** What these documents counted together. */
export const qualitySum = (documents: readonly Document[]): QualityCounts => {
  const sums = new Map<string, number>();
  for (const { counts } of documents) {
    for (const [name, count] of Object.entries(decodeData<QualityCounts>(counts))) {
      sums.set(name, (sums.get(name) ?? 0) + count);
    }
  }
  return Object.fromEntries(sums);
};
