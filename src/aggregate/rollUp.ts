import { MAX_VALUES, mergePieces } from '../domain/metrics/mergePieces.ts';
import type { PieceId, PieceReason } from '../domain/metrics/piece.ts';
import { pieceKey, piecesOfDay } from '../domain/metrics/pieceKey.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import { monthDays, weekDays } from '../domain/time/localTime.ts';
import type { ShelvedPiece } from './pieceShelf.ts';
import type { SiteRun } from './siteRun.ts';

const daysOfPiece = (id: PieceId): readonly LocalDate[] => {
  switch (id.kind) {
    case 'week':
      return weekDays(id.monday);
    case 'month':
      return monthDays(id.month);
    case 'day':
    case 'hour':
      return [id.day];
  }
};

/**
 * Merges days into the weeks and months that they are part of, where those are finished and all of their days are there: a
 * piece that is stored says that nothing of its time is missing.
 * @param closedThrough the last day that is aggregated
 * @throws LeaseLost, MetricsUnavailable
 */
export const rollUp = async (
  { shelf }: SiteRun,
  days: readonly LocalDate[],
  { closedThrough, reason }: { readonly closedThrough: LocalDate; readonly reason: PieceReason },
): Promise<void> => {
  const longer = new Map<string, PieceId>();
  for (const day of days) {
    const { week, month } = piecesOfDay(day);
    for (const id of [week, month]) longer.set(pieceKey(id), id);
  }
  for (const id of longer.values()) {
    const parts = daysOfPiece(id);
    const last = parts.at(-1);
    if (last === undefined || last > closedThrough) continue;
    const dayIds = parts.map((day): PieceId => ({ kind: 'day', day }));
    if ((await shelf.stamps(dayIds)).includes(undefined)) continue;
    const stored = (await shelf.read(dayIds)).filter((day): day is ShelvedPiece => day !== undefined);
    if (stored.length < parts.length) continue;
    const piece = mergePieces(
      stored.map((day) => day.piece),
      { maxValues: MAX_VALUES },
    );
    await shelf.write(id, { piece, hours: [] }, { reason, unlessSame: reason !== 'by hand' });
  }
};
