import { parseSitesJson } from '../../src/config/parseSites.ts';
import type { SessionFact } from '../../src/domain/metrics/sessionFact.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { daySpan } from '../../src/domain/time/localTime.ts';
import { InvalidMeasurement } from '../parts/InvalidMeasurement.ts';
import { answerCalls } from '../processes/answerCalls.ts';
import { SITES_JSON } from '../traffic/site.ts';
import {
  type Aggregating,
  aggregatingInMemory,
  expectNumbers,
  type OpenedRecord,
  openRecordPlace,
  timedRange,
} from './aggregating.ts';
import { fillRecord } from './fillRecord.ts';
import type { FreshPlace } from './freshPlace.ts';
import { asBefore, playMinute } from './shopMinutes.ts';
import { shopSessions, VISITORS_SHARE } from './shopSessions.ts';

export interface TodayJob extends FreshPlace {
  /** Of today, until now. */
  readonly sessions: number;
  /** That will be played. */
  readonly minutes: number;
}

export interface Refreshed {
  readonly ms: number;
  /** Sessions of the minute. */
  readonly changed: number;
}

const MINUTE_MS = 60_000;
const HOURS_SO_FAR = 18;
/** A scheduled run comes a little after the full minute. */
const RUN_LATE_MS = 5_000;

const [site] = parseSitesJson(SITES_JSON);
const TODAY = '2026-11-10' as LocalDate;
const { startMs } = daySpan(TODAY, site.timezone);

let nowMs = startMs + HOURS_SO_FAR * 60 * MINUTE_MS;
const clock = (): number => nowMs + RUN_LATE_MS;
let record: OpenedRecord;
let aggregating: Aggregating;
/** Those that are not over yet, and those that come. */
let alive: SessionFact[];
let started: SessionFact[];

/** The sessions of today until now, as they stand now. */
function* soFar(sessions: Iterable<SessionFact>): Generator<SessionFact> {
  for (const fact of sessions) {
    if (fact.lastSeenAt >= nowMs) alive.push(fact);
    if (fact.startedAt >= nowMs) continue;
    started.push(fact);
    yield asBefore(fact, nowMs);
  }
}

const expectToday = async (): Promise<void> => {
  const { hours } = await aggregating.store.heads(site.id, { years: [], hoursOf: [TODAY] });
  const people = started.filter(({ botReasons }) => botReasons === undefined);
  const filled = { visits: people.length, bots: started.length - people.length };
  await expectNumbers(aggregating.store, site, { pieces: hours.values(), filled });
};

/** The aggregator of a day that goes on, in a process of its own. */
answerCalls(
  {
    open: async ({ place, sessions, minutes }: TodayJob): Promise<void> => {
      record = await openRecordPlace(place, clock);
      aggregating = aggregatingInMemory(record, site, clock);
      alive = [];
      started = [];
      const perMs = sessions / (nowMs - startMs);
      const toMs = nowMs + minutes * MINUTE_MS;
      const visitors = Math.ceil(sessions * VISITORS_SHARE);
      const count = Math.round(perMs * (toMs - startMs));
      const all = shopSessions({ count, visitors, fromMs: startMs, toMs });
      await fillRecord(record.db, { site, sessions: soFar(all), noted: true });
      // Those that the fill has noted are given already.
      await aggregating.ledger.reserveNumbers(site.id, visitors);
    },
    full: async (): Promise<number> => {
      const ms = await timedRange(aggregating, site, TODAY);
      await expectToday();
      return ms;
    },
    /** Plays the next minute, and then runs what is scheduled every minute. */
    minute: async (): Promise<Refreshed> => {
      const span = { startMs: nowMs, endMs: nowMs + MINUTE_MS };
      const changed = await playMinute(record.db, { site, sessions: alive, span });
      nowMs = span.endMs;
      started.push(...alive.filter((fact) => fact.startedAt >= span.startMs && fact.startedAt < span.endMs));
      const startedAt = performance.now();
      const { fold } = await aggregating.aggregator.minute(site);
      const ms = performance.now() - startedAt;
      if (fold.outcome !== 'done') throw new InvalidMeasurement(`today was not refreshed: ${fold.outcome}`);
      await expectToday();
      return { ms, changed };
    },
    close: (): Promise<void> => record.close(),
  },
  undefined,
);
