import { setTimeout } from 'node:timers/promises';
import type { SiteId } from '../domain/ids.ts';
import { SESSION_IDLE_MS } from '../domain/sessions/session.ts';
import type { Site } from '../domain/site.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import { localDateOf } from '../domain/time/localTime.ts';
import type { AggregationLedger } from '../ports/AggregationLedger.ts';
import type { AggregationRecord } from '../ports/AggregationRecord.ts';
import type { DailySalts } from '../ports/DailySalts.ts';
import type { HotSessions } from '../ports/HotSessions.ts';
import { type Log, thrown } from '../ports/Log.ts';
import type { MetricsStore } from '../ports/MetricsStore.ts';
import { aggregateRange } from './aggregateRange.ts';
import { type AppliedNews, applyNews } from './applyNews.ts';
import { closeDays, forgetGoneVisitors, sealDays, sealGoneDays } from './closeDays.ts';
import { findNews } from './findNews.ts';
import { liveMinutes, MAX_MINUTES } from './liveMinutes.ts';
import { midnightIsDue } from './midnightIsDue.ts';
import { relabelIsDue, relabelNextDay } from './relabelNextDay.ts';
import type { RelabelSpan } from './relabelSpan.ts';
import type { FoldWork, MidnightRun, MinuteRun, NotDone, RangeProgress, RangeRun } from './runs.ts';
import { currentHours, settleMarks } from './settleMarks.ts';
import { openRun, type SiteRun } from './siteRun.ts';
import { createWarmHours } from './warmHours.ts';
import { type Leased, withLease } from './withLease.ts';

export interface AggregatorDependencies {
  readonly record: AggregationRecord;
  readonly ledger: AggregationLedger;
  readonly store: MetricsStore;
  /** Without it the active visitors are counted in the record. */
  readonly hotSessions?: HotSessions;
  /** Finishes the orders that a crash or an outage left; without it there are none. @returns how many */
  readonly finishOrders?: ((site: Site) => Promise<number>) | undefined;
  /** Writes the messages that the record keeps for want of a queue; without it there are none. @returns how many */
  readonly writeKept?: ((site: Site) => Promise<number>) | undefined;
  /** Finishes the erasures that a crash or an outage left; without it staff ask again. @returns how many */
  readonly finishErasures?: ((site: Site) => Promise<number>) | undefined;
  /** Without it a changed rule on bots reaches no past session. */
  readonly relabelSpan?: RelabelSpan | undefined;
  /** Of visitors' days, which the minute's run deletes when nobody may know them any more; of all sites, for one may have kept no cookies until lately. */
  readonly salts?: Pick<DailySalts, 'forgetSaltsBefore'> | undefined;
  readonly sites: readonly Site[];
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Names this process among all that aggregate. */
  readonly owner: string;
  /** How long a killed run keeps others waiting. */
  readonly leaseMs?: number;
}

/** A scheduled run comes every minute: the one after a killed run finds the site free. */
const DEFAULT_LEASE_MS = 60_000;
/** How long a run by hand waits for another one to end, and how often it asks. */
const RANGE_WAITS_MS = 5 * 60_000;
const ASK_AGAIN_MS = 500;

/** How many of what was left are finished, or why not all of them are. */
type Finished = { readonly finished: number } | { readonly failed: string };

/** What became of the orders that were left; absent where the aggregator finishes none. */
export interface OrdersPart {
  readonly orders?: Finished;
}

export interface Aggregator {
  /**
   * What a schedule runs every minute: live metrics, what changed of the site's days, and orders, messages and erasures left unfinished. The numbers do
   * not wait for those, and do not fail where they cannot be finished: that is logged, and the answer names it of the orders.
   * @throws RecordUnavailable, MetricsUnavailable; an AggregateError where several parts failed
   */
  minute(site: Site): Promise<MinuteRun & OrdersPart>;
  /** Aggregates days that have ended, and seals old ones. Cheap where there is nothing to do. @throws as `minute` */
  midnight(site: Site): Promise<MidnightRun>;
  /** Aggregates days again, by hand: any range, at any time. @throws as `minute` */
  range(args: {
    readonly site: Site;
    /** Both inclusive. */
    readonly from: LocalDate;
    readonly to: LocalDate;
    readonly onProgress?: (progress: RangeProgress) => void;
  }): Promise<RangeRun>;
}

/** Runs both, one after the other; neither waits for the other's luck. */
const inTurn = async <A, B>(
  what: string,
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<readonly [A, B]> => {
  const [a] = await Promise.allSettled([first()]);
  const [b] = await Promise.allSettled([second()]);
  if (a.status === 'fulfilled' && b.status === 'fulfilled') return [a.value, b.value];
  const errors = [a, b].flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  throw errors.length === 1 ? errors[0] : new AggregateError(errors, what);
};

/** Turns a site's record into its metrics. Safe to run twice at once and to be killed anywhere (design, section 3). */
export const createAggregator = ({
  record,
  ledger,
  store,
  hotSessions,
  finishOrders,
  writeKept,
  finishErasures,
  relabelSpan,
  salts,
  sites,
  log,
  now,
  owner,
  leaseMs = DEFAULT_LEASE_MS,
}: AggregatorDependencies): Aggregator => {
  const warmOf = new Map(sites.map(({ id }) => [id, createWarmHours()]));
  let runs = 0;

  /**
   * Runs under the site's lease, after what changed was looked for.
   * @param options.sessions whether changed sessions are looked for after the first time too
   */
  const leased = <T>(
    site: Site,
    work: (run: SiteRun, applied: AppliedNews, gone: readonly LocalDate[]) => Promise<T>,
    { sessions = true }: { readonly sessions?: boolean } = {},
  ): Promise<Leased<T>> => {
    runs += 1;
    // Two runs of one process are two owners: neither may take the lease from the other.
    return withLease(
      { ledger, site: site.id, owner: `${owner}/${runs}`, leaseMs, now, log },
      async (held) => {
        const warm = warmOf.get(site.id) ?? createWarmHours();
        const { fence } = held.lease;
        const run = await openRun({ site, held, ledger, record, store, warm, now });
        warm.begin(
          fence,
          currentHours(run).map(({ startMs }) => startMs),
        );
        const gone = sealGoneDays(run);
        const { value, save } = run.state;
        const news = await findNews(run.record, site, value, {
          nowMs: run.nowMs,
          sessions: sessions || value.scanned === undefined,
        });
        const result = await work(run, await applyNews(run, news), gone);
        await save();
        warm.end(fence);
        return result;
      },
    );
  };

  const workDone = (run: SiteRun, applied: AppliedNews): FoldWork => ({
    outcome: 'done',
    written: run.shelf.written,
    ...applied,
    waiting: run.state.marks.all().length,
  });

  const orNotDone = <T>(done: Leased<T>): T | NotDone => {
    switch (done.outcome) {
      case 'done':
        return done.result;
      case 'busy':
        return { outcome: 'skipped', reason: 'another aggregator has the lease' };
      case 'lost':
        return { outcome: 'lost' };
    }
  };

  const tell = (what: string, site: SiteId, done: FoldWork | NotDone, startedAt: number): void =>
    log.info(what, {
      site,
      outcome: done.outcome,
      tookMs: now() - startedAt,
      ...(done.outcome === 'done'
        ? {
            written: done.written.map(({ key, stamp }) => `${key}#${stamp.version}`),
            corrections: done.corrections,
            sealedChanges: done.sealedChanges,
            waiting: done.waiting,
          }
        : {}),
      ...(done.outcome === 'skipped' ? { reason: done.reason } : {}),
    });

  /**
   * Needs no lease: two who finish the same thing do the same. Numbers do not wait for it, nor fail by it: the next minute tries again.
   * @param what in the plural: "orders"
   */
  const finishLeft = async (
    site: Site,
    what: string,
    finish?: (site: Site) => Promise<number>,
  ): Promise<Finished | undefined> => {
    if (finish === undefined) return undefined;
    try {
      const finished = await finish(site);
      if (finished > 0) log.warn(`${what} finished that were left`, { site: site.id, [what]: finished });
      return { finished };
    } catch (cause) {
      const { error } = thrown(cause);
      log.error(`${what} left unfinished`, { site: site.id, error });
      return { failed: error.message };
    }
  };

  /** Numbers do not wait for it, nor fail by it: the next minute tries again, and the table has a time of its own to forget them. */
  const forgetOldSalts = async (site: Site, nowMs: number): Promise<void> => {
    if (salts === undefined) return;
    try {
      // A salt outlives its day by as long as a session may go on.
      const forgotten = await salts.forgetSaltsBefore(
        site.id,
        localDateOf(nowMs - SESSION_IDLE_MS, site.timezone),
      );
      if (forgotten > 0) log.info('salts of ended days deleted', { site: site.id, salts: forgotten });
    } catch (cause) {
      log.error('salts of ended days not deleted', { site: site.id, ...thrown(cause) });
    }
  };

  return {
    minute: async (site) => {
      const startedAt = now();
      const numbers = () =>
        inTurn(
          `neither part of the minute of ${site.id} was done`,
          () => liveMinutes({ record, store, hotSessions }, site, startedAt),
          () =>
            leased(site, async (run, applied) => {
              await settleMarks(run);
              return workDone(run, applied);
            }),
        );
      const besides = Promise.all([
        forgetOldSalts(site, startedAt),
        finishLeft(site, 'messages', writeKept),
        finishLeft(site, 'erasures', finishErasures),
      ]);
      const finishing = finishLeft(site, 'orders', finishOrders);
      const [told] = await Promise.allSettled([numbers()]);
      const orders = await finishing;
      await besides;
      if (told.status === 'rejected') throw told.reason;
      const [live, fold] = told.value;
      const done = orNotDone(fold);
      tell('minute aggregated', site.id, done, startedAt);
      return { site: site.id, live, fold: done, ...(orders && { orders }) };
    },

    midnight: async (site) => {
      const startedAt = now();
      const state = await ledger.state(site.id);
      const news = await findNews(record, site, state, { nowMs: startedAt });
      const isDue =
        midnightIsDue({ site, nowMs: startedAt, state, news }) ||
        (relabelSpan !== undefined && relabelIsDue(site, state, startedAt));
      if (!isDue) return { site: site.id, outcome: 'skipped', reason: 'nothing to do' };
      const done = orNotDone(
        await leased(site, async (run, applied, gone) => {
          const closed = await closeDays(run);
          await settleMarks(run);
          const sealed = [...gone, ...(await sealDays(run))];
          if (sealed.length > 0) await forgetGoneVisitors(run);
          // Last: a day that it changes is folded by the next run, and sealed after that.
          const relabelled = relabelSpan && (await relabelNextDay(run, { relabelSpan, now }));
          return { ...workDone(run, applied), closed, sealed, ...(relabelled && { relabelled }) };
        }),
      );
      tell('ended days aggregated', site.id, done, startedAt);
      return { site: site.id, ...done };
    },

    range: async ({ site, from, to, onProgress }) => {
      const startedAt = now();
      const asked = performance.now();
      for (;;) {
        const done = await leased(
          site,
          async (run, applied) => {
            const ranged = await aggregateRange(run, { from, to, onProgress });
            return { ...workDone(run, applied), ...ranged };
          },
          { sessions: false },
        );
        if (done.outcome === 'busy' && performance.now() - asked < RANGE_WAITS_MS) {
          await setTimeout(ASK_AGAIN_MS);
          continue;
        }
        // What came late, or by a moved clock, is in no minute that was stored before it.
        if (to >= localDateOf(startedAt, site.timezone)) {
          await liveMinutes({ record, store, hotSessions }, site, now(), { again: MAX_MINUTES });
        }
        const told = orNotDone(done);
        tell('range aggregated', site.id, told, startedAt);
        return { site: site.id, ...told };
      }
    },
  };
};
