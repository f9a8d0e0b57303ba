import type { Branded } from '../ids.ts';

/** A day of a site's calendar, `YYYY-MM-DD`, in its own time zone. */
export type LocalDate = Branded<string, 'LocalDate'>;

/** From `startMs` inclusive to `endMs` exclusive, in epoch milliseconds. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}
