import type { SiteId } from '../domain/ids.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import type { LiveRun } from './liveMinutes.ts';
import type { WrittenPiece } from './pieceShelf.ts';
import type { RelabelledDay } from './relabelNextDay.ts';

/** What a run under a site's lease did. */
export interface FoldWork {
  readonly outcome: 'done';
  /** Pieces in the order in which they were written. */
  readonly written: readonly WrittenPiece[];
  /** Corrections of sealed days. */
  readonly corrections: number;
  /** Changed sessions of sealed days, which are counted and not folded. */
  readonly sealedChanges: number;
  /** Hours whose turn it is not yet. */
  readonly waiting: number;
}

/** Why nothing, or not all, was done. */
export type NotDone =
  | { readonly outcome: 'skipped'; readonly reason: 'nothing to do' | 'another aggregator has the lease' }
  /** The lease became another's on the way: what was begun, the next run ends. */
  | { readonly outcome: 'lost' };

export interface MinuteRun {
  readonly site: SiteId;
  readonly live: LiveRun;
  readonly fold: FoldWork | NotDone;
}

export type MidnightRun = { readonly site: SiteId } & (
  | (FoldWork & {
      /** Days that were aggregated after their end. */
      readonly closed: readonly LocalDate[];
      readonly sealed: readonly LocalDate[];
      /** The day whose sessions were judged by changed rules. */
      readonly relabelled?: RelabelledDay;
    })
  | NotDone
);

export type RangeRun = { readonly site: SiteId } & (
  | (FoldWork & {
      /** Days that were aggregated. */
      readonly days: readonly LocalDate[];
      /** Days that were left as they are: their sessions may be gone. */
      readonly sealed: readonly LocalDate[];
      /** Days before the site's first, and after today: there is nothing of them. */
      readonly empty: readonly LocalDate[];
    })
  | NotDone
);

export interface RangeProgress {
  readonly site: SiteId;
  readonly day: LocalDate;
  readonly done: number;
  readonly of: number;
}
