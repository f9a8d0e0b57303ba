import { parseSitesJson } from '../../src/config/parseSites.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { daySpan } from '../../src/domain/time/localTime.ts';
import type { AggregationState } from '../../src/ports/AggregationLedger.ts';
import { InvalidMeasurement } from '../parts/InvalidMeasurement.ts';
import { answerCalls } from '../processes/answerCalls.ts';
import { SITES_JSON } from '../traffic/site.ts';
import {
  type Aggregating,
  aggregatingInDynalite,
  aggregatingInMemory,
  expectNumbers,
  type OpenedRecord,
  openRecordPlace,
  setState,
  timedRange,
} from './aggregating.ts';
import { type Filled, fillRecord } from './fillRecord.ts';
import type { FreshPlace } from './freshPlace.ts';
import { shopSessions, VISITORS_SHARE } from './shopSessions.ts';

export interface FillJob {
  readonly sessions: number;
  readonly noted: boolean;
}

export type StoreName = 'memory' | 'dynalite';

const [site] = parseSitesJson(SITES_JSON);
const DAY = '2026-11-10' as LocalDate;
const span = daySpan(DAY, site.timezone);
/** In the morning after. */
const NOW = span.endMs + 6 * 60 * 60_000;
const now = (): number => NOW;

let dataDir: string;
let record: OpenedRecord;
let memory: Aggregating;
let dynalite: Aggregating | undefined;
let filled: Filled | undefined;

const aggregatingIn = async (store: StoreName): Promise<Aggregating> => {
  if (store === 'memory') return memory;
  dynalite ??= await aggregatingInDynalite(record, { site, now, dataDir });
  return dynalite;
};

/** The aggregator of one day, in a process of its own. */
answerCalls(
  {
    open: async ({ place, folder }: FreshPlace): Promise<void> => {
      dataDir = folder;
      record = await openRecordPlace(place, now);
      memory = aggregatingInMemory(record, site, now);
    },
    fill: async ({ sessions, noted }: FillJob): Promise<Filled> => {
      const visitors = Math.ceil(sessions * VISITORS_SHARE);
      const all = shopSessions({ count: sessions, visitors, fromMs: span.startMs, toMs: span.endMs });
      filled = await fillRecord(record.db, { site, sessions: all, noted });
      return filled;
    },
    expect: (what: Filled): void => {
      filled = what;
    },
    aggregate: async (store: StoreName): Promise<number> => {
      const aggregating = await aggregatingIn(store);
      const ms = await timedRange(aggregating, site, DAY);
      const year = Number(DAY.slice(0, 4));
      const { pieces } = await aggregating.store.heads(site.id, { years: [year], hoursOf: [] });
      await expectNumbers(aggregating.store, site, { pieces: pieces.values(), filled: filled ?? {} });
      return ms;
    },
    find: async (): Promise<number> => {
      const startedAt = performance.now();
      const found = await record.find(site, span);
      const ms = performance.now() - startedAt;
      if (filled !== undefined && found !== filled.visits + filled.bots) {
        throw new InvalidMeasurement(`found ${found} sessions of ${JSON.stringify(filled)}`);
      }
      return ms;
    },
    /** What an aggregator of before has left in the ledger. */
    state: (): Promise<AggregationState> => memory.ledger.state(site.id),
    setState: (state: AggregationState): Promise<void> => setState(memory.ledger, site, state),
    close: (): Promise<void> => record.close(),
    /** The most memory that this process ever had, bytes. */
    peakRssBytes: (): number => process.resourceUsage().maxRSS * 1_024,
  },
  undefined,
);
