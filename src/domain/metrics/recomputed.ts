import type { PieceReason, PieceStamp } from './piece.ts';

/** What every piece is written for once; written again, or for another reason, its numbers are not those told before. */
const FIRST_REASONS: ReadonlySet<PieceReason> = new Set(['day ended', 'caught up', 'by hand']);

/** Whether a piece's numbers changed after they were first told. What is counted of quality is none of them. */
export const isRecomputed = ({ version, reason }: PieceStamp): boolean =>
  reason !== 'late counts' && !(version === 1 && FIRST_REASONS.has(reason));

/**
 * Why a piece is written again of which nothing but counts of quality changed.
 * @param before which writing is replaced: where it told of a change, that is told on
 */
export const reasonOfLateCounts = (before: PieceStamp): PieceReason =>
  isRecomputed(before) ? before.reason : 'late counts';
