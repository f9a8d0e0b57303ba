import type { LiveFunnel, MinuteMetrics, NamedCount } from '../../domain/metrics/minuteMetrics.ts';
import type { Site } from '../../domain/site.ts';
import type { RealtimeAnswer } from '../operations/realtimeOperation.ts';
import { instant } from './statusOf.ts';

const MINUTE_MS = 60_000;
const MINUTES_SHOWN = 60;
/** The aggregator runs each minute: without one for so long, what we know is not "now" any more. */
const STALE_AFTER_MS = 3 * MINUTE_MS;
/** Values of a list. */
const MAX_LISTED = 20;

const NOBODY: LiveFunnel = { sessions: 0, product: 0, cart: 0, checkout: 0, order: 0 };

/** What of the store is needed: epoch milliseconds, the end exclusive. */
export const realtimeSpan = (nowMs: number): { readonly fromMs: number; readonly toMs: number } => {
  const toMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  return { fromMs: toMs - MINUTES_SHOWN * MINUTE_MS - STALE_AFTER_MS, toMs };
};

const sumByValue = (lists: readonly (readonly NamedCount[])[]): NamedCount[] => {
  const sums = new Map<string, number>();
  for (const { value, count } of lists.flat()) sums.set(value, (sums.get(value) ?? 0) + count);
  return [...sums]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MAX_LISTED);
};

const minuteOf = (startMs: number, minute: MinuteMetrics | undefined): RealtimeAnswer['minutes'][number] => ({
  minute: instant(startMs),
  pageViews: minute?.pageViews ?? 0,
  sessions: minute?.sessions ?? 0,
  orders: minute?.orders ?? 0,
  revenue: minute?.revenueMinor ?? 0,
  activeVisitors: minute?.activeVisitors ?? null,
});

const degradedWhy = (last: MinuteMetrics | undefined, live: MinuteMetrics | undefined): string | null => {
  if (last === undefined) return 'Nothing has been reckoned in the last hour.';
  const since = instant(last.minute + MINUTE_MS);
  return live === undefined ? `Nothing has been reckoned since ${since}.` : null;
};

/**
 * What is going on on a site. The last minute that is stored ends the hour, as long as it is recent: the one under way is
 * nobody's yet.
 * @param stored minutes of {@link realtimeSpan}, oldest first
 */
export const realtime = (site: Site, stored: readonly MinuteMetrics[], nowMs: number): RealtimeAnswer => {
  const { toMs } = realtimeSpan(nowMs);
  const last = stored.at(-1);
  const recent = stored.filter(({ minute }) => minute + MINUTE_MS > toMs - STALE_AFTER_MS);
  const live = recent.at(-1);
  const endMs = live === undefined ? toMs : live.minute + MINUTE_MS;
  const startMs = endMs - MINUTES_SHOWN * MINUTE_MS;
  const byStart = new Map(stored.map((minute) => [minute.minute, minute]));
  const shown = stored.filter(({ minute }) => minute >= startMs && minute < endMs);
  // What was reckoned too late to know how it stood then is passed over.
  const active = recent.findLast(({ activeVisitors }) => activeVisitors !== undefined);
  const standing = recent.findLast(({ funnel }) => funnel !== undefined);
  return {
    site: site.id,
    currency: site.currency,
    asOf: last === undefined ? null : instant(last.minute + MINUTE_MS),
    activeVisitors: active?.activeVisitors ?? null,
    activeVisitors5m: active?.activeVisitors5m ?? null,
    minutes: Array.from({ length: MINUTES_SHOWN }, (_, index) => {
      const minuteMs = startMs + index * MINUTE_MS;
      return minuteOf(minuteMs, byStart.get(minuteMs));
    }),
    funnel: standing?.funnel ?? NOBODY,
    openCarts: standing?.openCarts ?? 0,
    openCartValue: standing?.openCartValueMinor ?? 0,
    topPages: sumByValue(shown.map(({ pages }) => pages)),
    channels: sumByValue(shown.map(({ channels }) => channels)),
    devices: sumByValue(shown.map(({ devices }) => devices)),
    events: sumByValue(shown.map(({ events }) => events)),
    degraded: degradedWhy(last, live),
  };
};
