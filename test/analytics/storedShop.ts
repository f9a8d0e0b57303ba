import { createHandler } from '../../functions/analytics/createHandler.ts';
import { memoryLedger } from '../../src/adapters/memory/memoryLedger.ts';
import { memoryLoginAttempts } from '../../src/adapters/memory/memoryLoginAttempts.ts';
import { memoryMetricsStore } from '../../src/adapters/memory/memoryMetricsStore.ts';
import { hourTotalsOf } from '../../src/domain/metrics/hourTotals.ts';
import { MAX_VALUES, MAX_VALUES_OF_HOUR, mergePieces } from '../../src/domain/metrics/mergePieces.ts';
import type { Piece, PieceId, PieceReason } from '../../src/domain/metrics/piece.ts';
import { pieceKey } from '../../src/domain/metrics/pieceKey.ts';
import { encodePiece } from '../../src/domain/metrics/pieceSections.ts';
import type { Site } from '../../src/domain/site.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { daySpan, hourOf, monthDays, weekDays } from '../../src/domain/time/localTime.ts';
import type { AggregationState } from '../../src/ports/AggregationLedger.ts';
import type { MetricsStore } from '../../src/ports/MetricsStore.ts';
import { type Folded, foldOf } from '../domain/metrics/pieceFixtures.ts';
import { eventV2, type RequestInShort } from '../support/apiGatewayEvents.ts';
import { keptLog, NOON, testKeys, testSites } from '../support/testShop.ts';

export const TOKEN = 'a-token-for-programs-of-the-staff';
/** Of the password `correct horse`, cheap to check. */
export const PASSWORD = 'correct horse';
export const PASSWORD_HASH =
  'scrypt$16$1$1$AAAAAAAAAAAAAAAAAAAAAA$7NhokSmBG5NzCn6JJiJG9qnYF8Z_iKWN8uhFYxSOR8Y';

/** 22 November 2026, as `NOON` is; a Sunday. */
export const TODAY = '2026-11-22' as LocalDate;
export const day = (text: string): LocalDate => text as LocalDate;

/** So many hours after a day's first instant at the test shop, epoch milliseconds. */
export const at = (ofDay: string, hours = 12): number =>
  daySpan(day(ofDay), testSites[0].timezone).startMs + hours * 60 * 60_000;

interface Written {
  readonly version?: number;
  readonly reason?: PieceReason;
  readonly writtenAt?: number;
}

const timeOf = (folded: Folded, fallback: number): number => {
  if ('session' in folded) return folded.session.startedAt;
  return 'order' in folded ? folded.order.placedAt : fallback;
};

/** A store that counts what it is asked: calls by method, and the sections among them. */
const counted = (store: MetricsStore) => {
  const calls = { heads: 0, sections: 0, minutes: 0, corrections: 0, refs: 0 };
  const asked: MetricsStore = {
    ...store,
    heads: (...args) => {
      calls.heads += 1;
      return store.heads(...args);
    },
    sections: (refs) => {
      calls.sections += 1;
      calls.refs += refs.length;
      return store.sections(refs);
    },
    minutes: (...args) => {
      calls.minutes += 1;
      return store.minutes(...args);
    },
    corrections: (...args) => {
      calls.corrections += 1;
      return store.corrections(...args);
    },
  };
  return { store: asked, calls };
};

/** The metrics API on pieces that a test writes, in memory, with a clock that it moves. */
export const storedShop = ({
  sites = testSites,
  nowMs = NOON,
  cacheBytes,
  originSecret,
  replaced = (store) => store,
}: {
  readonly sites?: readonly Site[];
  readonly nowMs?: number;
  readonly cacheBytes?: number;
  readonly originSecret?: string;
  readonly replaced?: (store: MetricsStore) => MetricsStore;
} = {}) => {
  const clock = { nowMs };
  const log = keptLog();
  const written = memoryMetricsStore();
  const { store, calls } = counted(replaced(written));
  const ledger = memoryLedger();
  const attempts = memoryLoginAttempts();
  const [site] = sites as [Site, ...Site[]];
  const pieces = new Map<string, Piece>();

  const write = async (id: PieceId, piece: Piece, hours: Parameters<typeof encodePiece>[1], how: Written) => {
    pieces.set(pieceKey(id), piece);
    const { version = 1, reason = 'day ended', writtenAt = clock.nowMs } = how;
    await written.writePiece(
      site.id,
      { id, stamp: { version, reason, writtenAt }, sections: encodePiece(piece, hours) },
      { fence: 1 },
    );
  };

  /** What happened on a day, by its hours. */
  const hoursOf = (ofDay: LocalDate, all: readonly Folded[]): { startMs: number; piece: Piece }[] => {
    const { startMs: dayStartMs } = daySpan(ofDay, site.timezone);
    const byHour = new Map<number, Folded[]>();
    for (const folded of all) {
      const { startMs } = hourOf(timeOf(folded, dayStartMs), site.timezone);
      byHour.set(startMs, [...(byHour.get(startMs) ?? []), folded]);
    }
    return [...byHour]
      .sort(([a], [b]) => a - b)
      .map(([startMs, ofHour]) => ({ startMs, piece: foldOf(ofHour, MAX_VALUES_OF_HOUR) }));
  };

  const merged = (days: readonly LocalDate[]): Piece =>
    mergePieces(
      days.flatMap((one) => pieces.get(pieceKey({ kind: 'day', day: one })) ?? []),
      { maxValues: MAX_VALUES },
    );

  const handler = createHandler({
    sites,
    store,
    ledger,
    attempts,
    keys: testKeys,
    passwordHash: PASSWORD_HASH,
    token: TOKEN,
    log,
    now: () => clock.nowMs,
    ...(cacheBytes === undefined ? {} : { cacheBytes }),
    ...(originSecret === undefined ? {} : { originSecret }),
  });

  const send = (request: RequestInShort) => handler(eventV2({ method: 'GET', ...request }));

  const shop = {
    site,
    store: written,
    ledger,
    attempts,
    handler,
    clock,
    calls,
    log,
    send,
    /** A finished day. */
    day: async (ofDay: LocalDate, all: readonly Folded[], how: Written = {}): Promise<void> => {
      const hours = hoursOf(ofDay, all);
      const piece = mergePieces(
        hours.map((hour) => hour.piece),
        { maxValues: MAX_VALUES },
      );
      const totals = hours.map((hour) => hourTotalsOf(hour.startMs, hour.piece));
      await write({ kind: 'day', day: ofDay }, piece, totals, how);
    },
    /** A day that is its hours as yet. */
    hours: async (ofDay: LocalDate, all: readonly Folded[], how: Written = {}): Promise<void> => {
      for (const { startMs, piece } of hoursOf(ofDay, all)) {
        await write({ kind: 'hour', startMs, day: ofDay }, piece, [], { reason: 'minute', ...how });
      }
    },
    /** A week or a month, of the days that were written. */
    week: (monday: LocalDate, how: Written = {}) =>
      write({ kind: 'week', monday }, merged(weekDays(monday)), [], how),
    month: (month: string, how: Written = {}) =>
      write({ kind: 'month', month }, merged(monthDays(month)), [], how),
    state: async (state: AggregationState): Promise<void> => {
      const lease = await ledger.acquire({ site: site.id, owner: 'test', nowMs: clock.nowMs, leaseMs: 1 });
      if (lease) await ledger.saveState(lease, state);
    },
    /** So much later everything is read anew. */
    later: (ms = 1_000): void => {
      clock.nowMs += ms;
    },
    get: (path: string, query: { readonly [name: string]: string } = {}, request: RequestInShort = {}) =>
      send({
        path,
        query: new URLSearchParams(query).toString(),
        headers: { authorization: `Bearer ${TOKEN}` },
        ...request,
      }),
    /** An answer of the metrics API, as the staff has it. */
    ask: async (name: string, query: { readonly [name: string]: string } = {}) => {
      const answer = await shop.get(`/api/analytics/${name}`, { site: site.id, ...query });
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
      return JSON.parse(answer.body ?? '');
    },
  };
  return shop;
};
