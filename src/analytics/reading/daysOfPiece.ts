import type { PieceId } from '../../domain/metrics/piece.ts';
import { remember } from '../../domain/remember.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import { monthDays, weekDays } from '../../domain/time/localTime.ts';

/** Weeks and months of the years that anybody looks at. */
const REMEMBERED = { maxEntries: 1_000 };
const daysOfWeek = remember((monday) => weekDays(monday as LocalDate), REMEMBERED);
const daysOfMonth = remember(monthDays, REMEMBERED);

/** The days that a week or a month is made of. */
export const daysOfPiece = (id: PieceId): readonly LocalDate[] => {
  switch (id.kind) {
    case 'week':
      return daysOfWeek(id.monday);
    case 'month':
      return daysOfMonth(id.month);
    default:
      return [id.day];
  }
};
