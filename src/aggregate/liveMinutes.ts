import type { MinuteMetrics } from '../domain/metrics/minuteMetrics.ts';
import type { SessionFact } from '../domain/metrics/sessionFact.ts';
import { SESSION_IDLE_MS } from '../domain/sessions/session.ts';
import type { Site } from '../domain/site.ts';
import type { AggregationRecord, LiveEvent } from '../ports/AggregationRecord.ts';
import { type HotSessions, HotSessionsUnavailable } from '../ports/HotSessions.ts';
import type { MetricsStore } from '../ports/MetricsStore.ts';
import { happenedIn, standingOf } from './minuteMetricsOf.ts';
import { sessionKey } from './sessionKey.ts';

const MINUTE_MS = 60_000;
/** After a long silence no more minutes are made up for: as many as are shown. */
export const MAX_MINUTES = 60;
/** The writer may be late: the last finished minutes are reckoned again. */
const AGAIN = 3;
/** As long as the record keeps them. */
const MINUTES_KEPT_MS = 7 * 24 * 60 * MINUTE_MS;
const SEEN_OF_LATE_MS = 5 * MINUTE_MS;

export interface LiveDependencies {
  readonly record: AggregationRecord;
  readonly store: MetricsStore;
  readonly hotSessions?: HotSessions | undefined;
}

export interface LiveRun {
  /** The minutes that were stored, by their starts in epoch milliseconds. */
  readonly minutes: readonly number[];
  /** Where the active visitors were counted. */
  readonly activeFrom: 'hot sessions' | 'record';
}

type Active = Required<Pick<MinuteMetrics, 'activeVisitors' | 'activeVisitors5m'>>;

const activeInHotSessions = async (
  hotSessions: HotSessions,
  site: Site,
  { endMs, nowMs }: { readonly endMs: number; readonly nowMs: number },
): Promise<Active | undefined> => {
  const seenSince = async (sinceMs: number): Promise<number> => {
    const { anonymous, customers } = await hotSessions.active(site.id, sinceMs, nowMs);
    return anonymous + new Set(customers).size;
  };
  try {
    return {
      activeVisitors: await seenSince(endMs - SESSION_IDLE_MS),
      activeVisitors5m: await seenSince(endMs - SEEN_OF_LATE_MS),
    };
  } catch (error) {
    // The record knows as well, a little later.
    if (error instanceof HotSessionsUnavailable) return undefined;
    throw error;
  }
};

const activeInRecord = (seen: readonly SessionFact[], endMs: number): Active => {
  const visitorsSince = (sinceMs: number): number =>
    new Set(
      seen
        .filter(({ botReasons, lastSeenAt }) => botReasons === undefined && lastSeenAt >= sinceMs)
        .map(({ visitor, numbered }) => numbered?.visitor ?? visitor),
    ).size;
  return {
    activeVisitors: visitorsSince(endMs - SESSION_IDLE_MS),
    activeVisitors5m: visitorsSince(endMs - SEEN_OF_LATE_MS),
  };
};

const HOW_IT_STOOD = [
  'activeVisitors',
  'activeVisitors5m',
  'funnel',
  'openCarts',
  'openCartValueMinor',
] as const satisfies readonly (keyof MinuteMetrics)[];

/** How it stood at a minute's end, which nobody can tell later. */
const standingIn = (stored: MinuteMetrics | undefined): Partial<MinuteMetrics> =>
  Object.fromEntries(
    HOW_IT_STOOD.flatMap((name) => (stored?.[name] === undefined ? [] : [[name, stored[name]]])),
  );

/**
 * Stores what happened on a site in the minutes that ended since the last time, and how it stands now. Needs no lease: the same
 * minute reckoned twice is the same.
 * @param again how many of the last minutes are reckoned anew at least
 * @throws RecordUnavailable, MetricsUnavailable
 */
export const liveMinutes = async (
  { record, store, hotSessions }: LiveDependencies,
  site: Site,
  nowMs: number,
  { again = AGAIN }: { readonly again?: number } = {},
): Promise<LiveRun> => {
  const endMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  const stored = new Map(
    (await store.minutes(site.id, endMs - MAX_MINUTES * MINUTE_MS, endMs)).map((one) => [one.minute, one]),
  );
  const newest = Math.max(...stored.keys());
  const missing = stored.size === 0 ? MAX_MINUTES : (endMs - MINUTE_MS - newest) / MINUTE_MS;
  const count = Math.min(Math.max(missing, again), MAX_MINUTES);
  const fromMs = endMs - count * MINUTE_MS;

  const events = new Map<number, readonly LiveEvent[]>();
  for (let minute = fromMs; minute < endMs; minute += MINUTE_MS) {
    events.set(minute, await record.eventsReceived(site.id, minute, minute + MINUTE_MS));
  }
  const refs = new Map(
    [...events.values()].flat().map(({ session: id, browser }) => [sessionKey({ id }), { id, browser }]),
  );
  const sessions = new Map(
    (await record.sessionsByRef(site.id, [...refs.values()])).map((session) => [
      sessionKey(session),
      session,
    ]),
  );
  const orders = await record.ordersPlaced(site.id, fromMs, endMs);
  const seen = await record.sessionsSeen(site.id, endMs - SESSION_IDLE_MS);
  const hot =
    hotSessions === undefined ? undefined : await activeInHotSessions(hotSessions, site, { endMs, nowMs });

  const minutes = [...events].map(([minute, ofMinute]): MinuteMetrics => {
    const happened = happenedIn({
      minute,
      events: ofMinute,
      orders: orders.filter(({ placedAt }) => placedAt >= minute && placedAt < minute + MINUTE_MS),
      sessions,
      currency: site.currency,
    });
    const isLast = minute === endMs - MINUTE_MS;
    const stands = isLast
      ? { ...(hot ?? activeInRecord(seen, endMs)), ...standingOf(seen) }
      : standingIn(stored.get(minute));
    return { ...happened, ...stands };
  });
  await store.putMinutes(site.id, minutes, nowMs + MINUTES_KEPT_MS);
  await record.saveMinutes(site.id, minutes);
  return { minutes: [...events.keys()], activeFrom: hot === undefined ? 'record' : 'hot sessions' };
};
