import type { SiteId } from '../domain/ids.ts';
import type { MinuteMetrics } from '../domain/metrics/minuteMetrics.ts';
import type { Correction, PieceId, PieceStamp } from '../domain/metrics/piece.ts';
import type { LocalDate } from '../domain/time/localDate.ts';

/** A piece is kept in sections, so that a reader loads what it needs: `core`, `visitors`, and one a dimension. */
export type SectionName = string;

export interface StoredPiece {
  readonly id: PieceId;
  readonly stamp: PieceStamp;
}

/** Which pieces of a site there are. */
export interface PieceHeads {
  /** Days, weeks and months of the years that were asked for, by `pieceKey`. */
  readonly pieces: ReadonlyMap<string, StoredPiece>;
  /** Hours of the days that were asked for, by `pieceKey`. */
  readonly hours: ReadonlyMap<string, StoredPiece>;
}

export interface SectionRef {
  readonly site: SiteId;
  readonly id: PieceId;
  readonly version: number;
  readonly section: SectionName;
}

/**
 * What the dashboard reads, and where the aggregators keep it.
 * Every method throws {@link MetricsUnavailable}, with its cause, where the store does not answer.
 */
export interface MetricsStore {
  /**
   * @param years calendar years of the pieces' days, of the weeks' Mondays and of the months
   * @param hoursOf local days whose hours are wanted
   */
  heads(
    site: SiteId,
    wanted: { readonly years: readonly number[]; readonly hoursOf: readonly LocalDate[] },
  ): Promise<PieceHeads>;
  /** In the order of the references; absent where that version is not kept any more. */
  sections(refs: readonly SectionRef[]): Promise<(Uint8Array | undefined)[]>;
  /**
   * Stores a piece's sections and then, in one atomic step, makes it the one that `heads` names. The version before it stays
   * readable until the next but one is written.
   * @param fence of the lease under which it was made
   * @throws LeaseLost where a younger lease has written the same heads
   */
  writePiece(
    site: SiteId,
    piece: StoredPiece & { readonly sections: ReadonlyMap<SectionName, Uint8Array> },
    options: { readonly fence: number; readonly expiresAtMs?: number },
  ): Promise<void>;
  /** Stored minutes from `fromMs` inclusive to `toMs` exclusive, oldest first. */
  minutes(site: SiteId, fromMs: number, toMs: number): Promise<MinuteMetrics[]>;
  /** Stores minutes by their start; one that is there is replaced. */
  putMinutes(site: SiteId, minutes: readonly MinuteMetrics[], expiresAtMs: number): Promise<void>;
  /** Corrections of sealed days in a range of days, both inclusive. */
  corrections(site: SiteId, from: LocalDate, to: LocalDate): Promise<Correction[]>;
  /** Stores corrections by day and order; one that is there is replaced. */
  putCorrections(site: SiteId, corrections: readonly Correction[]): Promise<void>;
  close(): Promise<void>;
}

/** The store of metrics did not answer, or refused for a reason that may pass. */
export class MetricsUnavailable extends Error {
  override readonly name = 'MetricsUnavailable';
}
