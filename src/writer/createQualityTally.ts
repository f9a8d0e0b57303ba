import { MAX_QUALITY_RECORDS, type QualityRecord } from '../domain/events/message.ts';
import type { SiteId } from '../domain/ids.ts';

/** A process tells its counts at most this often: a flood of bad requests must not be a flood of lines and records. */
export const TELL_EVERY_MS = 60_000;
/** Counts of so long are kept together: time zones differ by whole quarters of an hour, so that each is of one hour of a site. */
const SPAN_MS = 15 * 60_000;

/** What this process counted of what may be missing from the numbers. */
export interface QualityTally {
  /** Counts one more. @param at epoch milliseconds: to which hour it belongs */
  count(site: SiteId, name: string, at: number): void;
  /**
   * What is to be told now: nothing for a minute after it was last asked. Who told it says so by `told`; else it is given again,
   * under the same ids, so that it counts once however often it is told.
   */
  due(): readonly QualityRecord[];
  told(records: readonly QualityRecord[]): void;
}

export const createQualityTally = ({
  now,
  randomId,
}: {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly randomId: () => string;
}): QualityTally => {
  const counting = new Map<string, { site: SiteId; at: number; counts: Map<string, number> }>();
  let waiting: readonly QualityRecord[] = [];
  let askedAt = Number.NEGATIVE_INFINITY;
  return {
    count: (site, name, at) => {
      const from = at - (at % SPAN_MS);
      const key = `${from} ${site}`;
      const { counts } = counting.get(key) ?? { counts: new Map<string, number>() };
      counts.set(name, (counts.get(name) ?? 0) + 1);
      counting.set(key, { site, at: from, counts });
    },
    due: () => {
      if (Math.abs(now() - askedAt) < TELL_EVERY_MS) return [];
      askedAt = now();
      for (const { counts, ...rest } of counting.values()) {
        waiting = [...waiting, { id: randomId(), ...rest, counts: Object.fromEntries(counts) }];
      }
      counting.clear();
      return waiting.slice(0, MAX_QUALITY_RECORDS);
    },
    told: (records) => {
      waiting = waiting.filter((record) => !records.includes(record));
    },
  };
};
