import type { PieceId, PieceReason } from '../domain/metrics/piece.ts';
import type { LocalDate, Span } from '../domain/time/localDate.ts';
import { addDays, daySpan } from '../domain/time/localTime.ts';
import { type FoldedHour, foldHours } from './foldHours.ts';
import type { SiteRun } from './siteRun.ts';

/** Days after its own that an hour's piece is still there: longer than any run looks for it. */
const HOUR_PIECES_KEPT_DAYS = 9;

export const hourPieceId = (day: LocalDate, { startMs }: Span): PieceId => ({ kind: 'hour', startMs, day });

/** Stores an hour's piece as its next version. @throws LeaseLost */
export const writeHour = async (
  { shelf, site }: SiteRun,
  day: LocalDate,
  { hour, piece }: FoldedHour,
  reason: PieceReason,
): Promise<void> => {
  const expiresAtMs = daySpan(addDays(day, HOUR_PIECES_KEPT_DAYS), site.timezone).startMs;
  await shelf.write(hourPieceId(day, hour), { piece, hours: [] }, { reason, expiresAtMs });
};

/** Folds one hour and stores its piece; its mark stays, for the caller to clear. */
export const refoldHour = async (run: SiteRun, day: LocalDate, hour: Span, reason: PieceReason) => {
  const { folded, marks } = await foldHours(run, { day, hours: [hour], apart: true, reason });
  for (const one of folded) await writeHour(run, day, one, reason);
  return { folded, marks };
};
