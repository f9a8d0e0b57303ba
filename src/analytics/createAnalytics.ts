import type { Site } from '../domain/site.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import type { AggregationLedger } from '../ports/AggregationLedger.ts';
import { type MetricsStore, MetricsUnavailable } from '../ports/MetricsStore.ts';
import type { Reading } from './answers/Reading.ts';
import { realtimeSpan } from './answers/realtime.ts';
import type { ApiAnswer } from './http/Operation.ts';
import { createFresh } from './reading/createFresh.ts';
import { createHeads } from './reading/createHeads.ts';
import { createMemo } from './reading/createMemo.ts';
import { createMerged } from './reading/createMerged.ts';
import { createSections, VersionGone } from './reading/createSections.ts';
import { HEADS_MAX_AGE_MS } from './reading/createSiteHeads.ts';
import type { DayRange } from './wire/rangeOf.ts';

/** Memory for decoded and merged metrics and finished answers. */
export const DEFAULT_CACHE_BYTES = 256 * 1024 * 1024;

/** Text takes two bytes a character at most, and the value it was made of about as much again. */
const BYTES_PER_CHARACTER = 4;

/** A question about ranges of days, whose answer is kept as long as no number of them changes. */
export interface Question<T> {
  /** Together with the site and its numbers this decides the answer. */
  readonly key: string;
  readonly ranges: readonly DayRange[];
  /** Finished days whose hours are wanted as well. */
  readonly hoursOf?: readonly LocalDate[];
  readonly answer: (reading: Reading) => Promise<T>;
}

/** How often a question is asked anew where a piece was written again while it was read. */
const MAX_ATTEMPTS = 3;

/**
 * Answers questions from the stored pieces: which there are is read once a second, what is in them once a version.
 * @param cacheBytes bound of what is kept
 */
export const createAnalytics = ({
  store,
  ledger,
  now,
  cacheBytes = DEFAULT_CACHE_BYTES,
}: {
  readonly store: MetricsStore;
  readonly ledger: AggregationLedger;
  readonly now: () => number;
  readonly cacheBytes?: number;
}) => {
  const memo = createMemo({ maxBytes: cacheBytes });
  const heads = createHeads({ store, ledger, now });
  const sections = createSections({ store, memo });
  const merged = createMerged({ sections, memo });
  const minutes = createFresh({
    fetch: (sites) =>
      Promise.all(
        sites.map((site) => {
          const { fromMs, toMs } = realtimeSpan(now());
          return store.minutes(site as Site['id'], fromMs, toMs);
        }),
      ),
    signatureOf: JSON.stringify,
    now,
    maxAgeMs: HEADS_MAX_AGE_MS,
  });

  const attempt = async <T>(site: Site, question: Question<T>): Promise<ApiAnswer<T>> => {
    const ofSite = await heads.read(site, question.ranges, { hoursOf: question.hoursOf ?? [] });
    return memo.get(`a|${site.id}|${question.key}|${ofSite.version}`, async () => {
      const value = await question.answer({ site, heads: ofSite, sections, merged });
      const json = JSON.stringify(value);
      return { value: { value, json }, bytes: json.length * BYTES_PER_CHARACTER };
    });
  };

  return {
    /** @throws MetricsUnavailable */
    ask: async <T>(site: Site, question: Question<T>): Promise<ApiAnswer<T>> => {
      for (let attempts = 1; ; attempts += 1) {
        try {
          return await attempt(site, question);
        } catch (error) {
          if (!(error instanceof VersionGone)) throw error;
          if (attempts >= MAX_ATTEMPTS) {
            throw new MetricsUnavailable('pieces are written faster than they are read', { cause: error });
          }
          heads.expire(site.id);
        }
      }
    },
    /** The minutes that `realtime` is made of, at most a second old. @throws MetricsUnavailable */
    minutes: async (site: Site) => (await minutes.read([site.id]))[0]?.value ?? [],
    /** The first day of which anything is known. @throws MetricsUnavailable */
    firstDay: async (site: Site) => (await heads.state(site.id)).firstDay,
  };
};
export type Analytics = ReturnType<typeof createAnalytics>;
