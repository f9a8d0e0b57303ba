import { isDeepStrictEqual } from 'node:util';
import { createFold, type Fold } from '../domain/metrics/foldPiece.ts';
import { emptyPiece, MAX_VALUES_OF_HOUR } from '../domain/metrics/mergePieces.ts';
import type { OrderFact } from '../domain/metrics/orderFact.ts';
import { foldedOrderOf } from '../domain/metrics/orderValues.ts';
import type { Piece, PieceReason } from '../domain/metrics/piece.ts';
import type { SessionFact } from '../domain/metrics/sessionFact.ts';
import type { LocalDate, Span } from '../domain/time/localDate.ts';
import { daySpan } from '../domain/time/localTime.ts';
import type { Mark } from './marks.ts';
import { isSettled, numberVisitors } from './numberVisitors.ts';
import { SEALED, sealedChangesOn } from './sealedChanges.ts';
import { sessionKey } from './sessionKey.ts';
import type { SiteRun } from './siteRun.ts';

/** Sessions that wait for their visitors' numbers, some 1 kB each: more are numbered before the last of them is read. */
const MAX_WAITING = 50_000;
/** Numbering may change notes of sessions that were folded a moment ago; when they are read again, they are right. */
const MAX_PASSES = 4;
const HOUR_MS = 60 * 60_000;
const NOTHING_HAPPENED: Piece = emptyPiece();

export interface FoldedHour {
  readonly hour: Span;
  readonly piece: Piece;
}

export interface FoldedHours {
  readonly folded: readonly FoldedHour[];
  /** Marks that may be cleared once what is made of these hours is stored. */
  readonly marks: readonly Mark[];
}

interface Hours {
  readonly day: LocalDate;
  /** Following each other. */
  readonly hours: readonly Span[];
  /** Whether each hour gets a piece of its own; else only their sum has to be right in what no session tells. */
  readonly apart: boolean;
  /** Why hours of other sessions are folded again where visitors turn out to have come earlier. */
  readonly reason: PieceReason;
}

/**
 * Folds some hours of a day, all in one stream of their sessions, which are numbered where they are not yet. What the pieces
 * will hold of each order is noted before anybody can read it there.
 * @throws LeaseLost, RecordUnavailable, MetricsUnavailable
 */
export const foldHours = async (run: SiteRun, wanted: Hours): Promise<FoldedHours> => {
  const { hours } = wanted;
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return { folded: [], marks: [] };
  const span: Span = { startMs: first.startMs, endMs: last.endMs };

  for (let pass = 1; ; pass += 1) {
    const marks = run.state.marks.of(wanted.day).filter(({ startMs }) => isIn(span, startMs));
    const { pieces, renotedAt } = await foldOnce(run, wanted, { span, mayBeWarm: pass === 1 });
    const undone = renotedAt.some((at) => isIn(span, at));
    if (undone) run.warm.forgetAt(span.startMs);
    if (undone && pass < MAX_PASSES) continue;
    return { folded: hours.map((hour, index) => ({ hour, piece: pieces[index] as Piece })), marks };
  }
};

const isIn = ({ startMs, endMs }: Span, at: number): boolean => at >= startMs && at < endMs;

const foldOnce = async (
  run: SiteRun,
  { day, hours, apart, reason }: Hours,
  { span: { startMs, endMs }, mayBeWarm }: { readonly span: Span; readonly mayBeWarm: boolean },
): Promise<{ readonly pieces: readonly Piece[]; readonly renotedAt: readonly number[] }> => {
  const { record, site, warm } = run;
  const orders = await record.ordersPlaced(site.id, startMs, endMs);
  const sessionOf = new Map<string, SessionFact | undefined>(
    orders.flatMap(({ session }) =>
      session === undefined ? [] : [[sessionKey(session), undefined] as const],
    ),
  );

  const folds = new Map<number, Fold>();
  const foldAt = (at: number): Fold => {
    const index = Math.floor((at - startMs) / HOUR_MS);
    const fold = folds.get(index) ?? createFold({ currency: site.currency });
    folds.set(index, fold);
    return fold;
  };
  const renotedAt: number[] = [];
  const keptWarm: SessionFact[] = [];
  const keepsWarm = hours.length === 1 && warm.wants(startMs);

  const add = (session: SessionFact): void => {
    foldAt(session.startedAt).add(session);
    const key = sessionKey(session);
    if (sessionOf.has(key)) sessionOf.set(key, session);
    if (keepsWarm) keptWarm.push(session);
  };
  let waiting: SessionFact[] = [];
  const numberWaiting = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const numbered = await numberVisitors(run, waiting, reason);
    waiting = [];
    for (const session of numbered.sessions) add(session);
    renotedAt.push(...numbered.renotedAt);
  };

  const known = keepsWarm && mayBeWarm ? warm.sessionsOf(startMs) : undefined;
  const batches = known === undefined ? record.sessionsStarted(site.id, startMs, endMs) : [known];
  for await (const batch of batches) {
    for (const session of batch) {
      if (isSettled(session)) add(session);
      else waiting.push(session);
    }
    if (waiting.length >= MAX_WAITING) await numberWaiting();
  }
  await numberWaiting();
  if (keepsWarm) warm.keep(startMs, keptWarm);

  await addOrders(run, { orders, sessionOf, foldAt });
  await addQuality(run, { day, hours, apart, foldAt });
  const pieces = hours.map(
    (_, index) => folds.get(index)?.piece({ maxValues: MAX_VALUES_OF_HOUR }) ?? NOTHING_HAPPENED,
  );
  return { pieces, renotedAt };
};

type FoldAt = (at: number) => Pick<Fold, 'addOrder' | 'addQuality'>;

/** @param sessionOf the orders' sessions, those that started in these hours already there */
const addOrders = async (
  { record, site }: SiteRun,
  {
    orders,
    sessionOf,
    foldAt,
  }: {
    readonly orders: readonly OrderFact[];
    readonly sessionOf: Map<string, SessionFact | undefined>;
    readonly foldAt: FoldAt;
  },
): Promise<void> => {
  const elsewhere = orders.flatMap(({ session }) =>
    session === undefined || sessionOf.get(sessionKey(session)) !== undefined ? [] : [session],
  );
  if (elsewhere.length > 0) {
    for (const session of await record.sessionsByRef(site.id, elsewhere)) {
      sessionOf.set(sessionKey(session), session);
    }
  }
  const noted = orders.flatMap((order) => {
    const session = order.session === undefined ? undefined : sessionOf.get(sessionKey(order.session));
    foldAt(order.placedAt).addOrder(order, session);
    const folded = foldedOrderOf(order, session, site.currency);
    return isDeepStrictEqual(folded, order.folded) ? [] : [{ orderId: order.orderId, folded }];
  });
  if (noted.length > 0) await record.noteFolded(site.id, noted);
};

const addQuality = async (
  run: SiteRun,
  { day, hours, apart, foldAt }: Omit<Hours, 'reason'> & { readonly foldAt: FoldAt },
): Promise<void> => {
  const { record, site, state } = run;
  const addCounted = async ({ startMs, endMs }: Span): Promise<void> => {
    const counts = await record.quality(site.id, startMs, endMs);
    if (Object.keys(counts).length > 0) foldAt(startMs).addQuality(counts);
  };
  const [first, last] = [hours[0] as Span, hours.at(-1) as Span];
  if (apart) for (const hour of hours) await addCounted(hour);
  else await addCounted({ startMs: first.startMs, endMs: last.endMs });
  const sealed = sealedChangesOn(state.value, day);
  if (sealed > 0 && first.startMs === daySpan(day, site.timezone).startMs) {
    foldAt(first.startMs).addQuality({ [SEALED]: sealed });
  }
};
