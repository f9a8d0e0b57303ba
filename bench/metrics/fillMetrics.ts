import { openMetrics } from '../../local/wiring/openMetrics.ts';
import { parseSitesJson } from '../../src/config/parseSites.ts';
import { createFold } from '../../src/domain/metrics/foldPiece.ts';
import { type HourTotals, hourTotalsOf } from '../../src/domain/metrics/hourTotals.ts';
import { MAX_VALUES, MAX_VALUES_OF_HOUR, mergePieces } from '../../src/domain/metrics/mergePieces.ts';
import type { Piece, PieceId } from '../../src/domain/metrics/piece.ts';
import { pieceKey, piecesOfDay } from '../../src/domain/metrics/pieceKey.ts';
import { encodePiece } from '../../src/domain/metrics/pieceSections.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import {
  addDays,
  daysOf,
  hourOf,
  hoursOfDay,
  localDateOf,
  monthDays,
  weekDays,
} from '../../src/domain/time/localTime.ts';
import type { MetricsStore } from '../../src/ports/MetricsStore.ts';
import { answerCalls } from '../processes/answerCalls.ts';
import { silentLog } from '../traffic/silentLog.ts';
import { SITES_JSON } from '../traffic/site.ts';
import { shopCrowd } from './shopCrowd.ts';

export interface FillMetricsJob {
  readonly dataDir: string;
  /** Finished ones; today's hours until now are there besides. */
  readonly days: number;
  readonly sessionsPerDay: number;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

export interface FilledMetrics {
  readonly firstDay: LocalDate;
  readonly yesterday: LocalDate;
  /** Of people, on the finished days. */
  readonly visits: number;
  /** Different people on the finished days. */
  readonly visitors: number;
  /** Different people of a finished day, on average. */
  readonly visitorsPerDay: number;
}

const FENCE_OWNER = 'bench';
const LEASE_MS = 60_000;
const HOURS_PER_DAY = 24;

const [site] = parseSitesJson(SITES_JSON);

/** Folds, writes and rolls up days, as the aggregator would have. */
const fillMetrics = async (
  store: MetricsStore,
  { days, sessionsPerDay, nowMs, fence }: Omit<FillMetricsJob, 'dataDir'> & { readonly fence: number },
): Promise<FilledMetrics> => {
  const crowd = shopCrowd();
  const now = hourOf(nowMs, site.timezone);
  const today = localDateOf(nowMs, site.timezone);
  const yesterday = addDays(today, -1);
  const firstDay = addDays(today, -days);
  const sessionsPerHour = Math.ceil(sessionsPerDay / HOURS_PER_DAY);
  /** Days of the week and of the month that go on. */
  const parts = new Map<string, Piece[]>();
  let visits = 0;
  let visitorsOfDays = 0;

  const write = (id: PieceId, piece: Piece, hours: readonly HourTotals[] = []): Promise<void> =>
    store.writePiece(
      site.id,
      {
        id,
        stamp: { version: 1, writtenAt: nowMs, reason: id.kind === 'hour' ? 'minute' : 'day ended' },
        sections: encodePiece(piece, hours),
      },
      { fence },
    );

  const foldHour = (): Piece => {
    const fold = createFold({ currency: site.currency });
    for (let session = 0; session < sessionsPerHour; session++) fold.add(crowd.next());
    return fold.piece({ maxValues: MAX_VALUES_OF_HOUR });
  };

  const rollUp = async (
    id: PieceId,
    all: readonly LocalDate[],
    day: LocalDate,
    piece: Piece,
  ): Promise<void> => {
    const key = pieceKey(id);
    const known = [...(parts.get(key) ?? []), piece];
    parts.set(key, known);
    if (all.at(-1) !== day) return;
    parts.delete(key);
    if (known.length === all.length) await write(id, mergePieces(known, { maxValues: MAX_VALUES }));
  };

  for (const day of daysOf(firstDay, yesterday)) {
    crowd.nextDay();
    const hours = hoursOfDay(day, site.timezone).map(({ startMs }) => ({ startMs, piece: foldHour() }));
    const piece = mergePieces(
      hours.map((hour) => hour.piece),
      { maxValues: MAX_VALUES },
    );
    visits += sessionsPerHour * hours.length - piece.bots.sessions;
    visitorsOfDays += piece.total.visitors.size;
    await write(
      { kind: 'day', day },
      piece,
      hours.map((hour) => hourTotalsOf(hour.startMs, hour.piece)),
    );
    const { week, month } = piecesOfDay(day);
    if (week.kind === 'week') await rollUp(week, weekDays(week.monday), day, piece);
    if (month.kind === 'month') await rollUp(month, monthDays(month.month), day, piece);
  }
  const visitors = crowd.size();

  crowd.nextDay();
  for (const { startMs } of hoursOfDay(today, site.timezone)) {
    if (startMs <= now.startMs) await write({ kind: 'hour', startMs, day: today }, foldHour());
  }
  return { firstDay, yesterday, visits, visitors, visitorsPerDay: visitorsOfDays / days };
};

/** Fills the metrics of a data folder, in a process that is gone afterwards with all that it held. */
answerCalls(
  {
    fill: async ({ dataDir, ...job }: FillMetricsJob): Promise<FilledMetrics> => {
      const { store, ledger, close } = await openMetrics({}, { dataDir, log: silentLog });
      const { nowMs } = job;
      const lease = await ledger.acquire({ site: site.id, owner: FENCE_OWNER, nowMs, leaseMs: LEASE_MS });
      if (lease === undefined) throw new Error('somebody aggregates this folder');
      const filled = await fillMetrics(store, { ...job, fence: lease.fence });
      const { firstDay, yesterday: closedThrough } = filled;
      await ledger.saveState(lease, { firstDay, closedThrough, scanned: { sessions: nowMs } });
      await ledger.release(lease);
      await close();
      return filled;
    },
  },
  undefined,
);
