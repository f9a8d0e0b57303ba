import type { LocalDate } from '../time/localDate.ts';
import { mondayOf, monthOf } from '../time/localTime.ts';
import type { PieceId } from './piece.ts';

/** A piece's name among its site's: `h:1795305600000`, `d:2026-11-22`, `w:2026-11-16`, `m:2026-11`. */
export const pieceKey = (id: PieceId): string => {
  switch (id.kind) {
    case 'hour':
      return `h:${id.startMs}`;
    case 'day':
      return `d:${id.day}`;
    case 'week':
      return `w:${id.monday}`;
    case 'month':
      return `m:${id.month}`;
  }
};

const dateTextOf = (id: PieceId): string => {
  switch (id.kind) {
    case 'hour':
    case 'day':
      return id.day;
    case 'week':
      return id.monday;
    case 'month':
      return id.month;
  }
};

/** The calendar year that a piece is kept under: its day's, its Monday's or its month's. */
export const yearOfPiece = (id: PieceId): number => Number(dateTextOf(id).slice(0, 4));

/** The week and the month that a day is part of. */
export const piecesOfDay = (day: LocalDate): { readonly week: PieceId; readonly month: PieceId } => ({
  week: { kind: 'week', monday: mondayOf(day) },
  month: { kind: 'month', month: monthOf(day) },
});
