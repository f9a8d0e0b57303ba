import type { OrderFact } from '../domain/metrics/orderFact.ts';
import type { PieceReason } from '../domain/metrics/piece.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import { daySpan, hourOf, localDateOf } from '../domain/time/localTime.ts';
import { correctSealedOrders } from './correctSealedOrders.ts';
import type { News } from './findNews.ts';
import { mergeVisitors } from './mergeVisitors.ts';
import { withSealedChanges } from './sealedChanges.ts';
import { isClosed, isSealed } from './siteDays.ts';
import type { SiteRun } from './siteRun.ts';

/**
 * Requests that begin one session together may each have told its start, and the earliest counts; so may a shop that tells of
 * an order twice. What is found so early in its hour's last minutes may have been folded into the next hour before.
 */
const STARTS_APART_MS = 2 * 60_000;

export interface AppliedNews {
  readonly corrections: number;
  /** Sessions of sealed days that changed. */
  readonly sealedChanges: number;
}

/**
 * Acts upon what changed: marks hours, makes merged visitors one, corrects sealed days. What was looked at is noted together
 * with the marks, in one write: a killed run looks at all of it again.
 * @throws LeaseLost, RecordUnavailable, MetricsUnavailable
 */
export const applyNews = async (run: SiteRun, news: News): Promise<AppliedNews> => {
  const { record, site, state, days, nowMs } = run;
  const dayOf = (at: number): LocalDate => localDateOf(at, site.timezone);
  const isSealedAt = (at: number): boolean => isSealed(state.value, dayOf(at));

  const mark = (at: number, reason: PieceReason): void => {
    const { day, endMs } = hourOf(at, site.timezone);
    if (isSealed(state.value, day)) return;
    state.know(day);
    // At the first look no piece is there yet: days that are over are folded as a whole.
    if (news.firstEver && day < days.today) return;
    state.marks.mark(at, reason);
    if (at >= endMs - STARTS_APART_MS && endMs <= nowMs) state.marks.mark(endMs, reason);
  };

  if (!news.firstEver) await mergeVisitors(run, news.aliases);

  const seenBefore = state.value.scanned?.sessions ?? 0;
  let sealedChanges = 0;
  for (const { at, orderTimes, changedAt, relabelled, erased } of news.sessions) {
    if (changedAt > seenBefore && isSealedAt(at) && !erased) sealedChanges += 1;
    const reason = erased ? 'erased' : relabelled ? 'relabelled' : 'late events';
    mark(at, reason);
    for (const placedAt of orderTimes) mark(placedAt, reason);
  }
  for (const { at } of news.quality) mark(at, 'late events');

  const onEndedDays = news.orders.filter(({ at }) => isClosed(state.value, dayOf(at)));
  const known = new Map(
    (
      await record.orders(
        site.id,
        onEndedDays.map(({ orderId }) => orderId),
      )
    ).map((order) => [order.orderId, order]),
  );
  for (const { at, orderId } of news.orders)
    mark(at, isRefund(known.get(orderId)) ? 'refund' : 'late events');
  const corrections = await correctSealedOrders(
    run,
    [...known.values()].filter(({ placedAt }) => isSealedAt(placedAt)),
  );

  const overlap = {
    ...withSealedChanges(state.value, { day: days.today, count: sealedChanges }),
    ...news.overlap,
  };
  if (sealedChanges > 0) state.marks.mark(daySpan(days.today, site.timezone).startMs, 'minute');
  state.set({ scanned: { ...state.value.scanned, ...news.scanned }, overlap });
  await warmUp(run, news);
  await state.save();
  return { corrections, sealedChanges };
};

/** Whether what changed of an order that is folded already is what was paid back. */
const isRefund = (order: OrderFact | undefined): boolean =>
  order?.folded !== undefined && order.refundedMinor > 0;

/** Reads again the changed sessions of the hours that are kept in the process. */
const warmUp = async ({ record, site, warm }: SiteRun, { sessions }: News): Promise<void> => {
  // What remains of an erased session is not found by the name that it was kept under.
  for (const { at, erased } of sessions) if (erased) warm.forgetAt(at);
  const changed = sessions.filter((session) => warm.concerns(session));
  if (changed.length > 0) warm.update(await record.sessionsByRef(site.id, changed));
};
