import { createFold } from '../../src/domain/metrics/foldPiece.ts';
import { MAX_VALUES, MAX_VALUES_OF_HOUR, mergePieces } from '../../src/domain/metrics/mergePieces.ts';
import type { Piece } from '../../src/domain/metrics/piece.ts';
import type { SessionFact } from '../../src/domain/metrics/sessionFact.ts';
import { shopSessions, VISITORS_SHARE } from './shopSessions.ts';

export interface FoldRound {
  /** Microseconds a session, its share in making the pieces included. */
  readonly foldUs: number;
  /** Milliseconds to merge the hours into a day. */
  readonly mergeMs: number;
}

const HOUR_MS = 60 * 60_000;
const HOURS = 24;

const foldHours = (hours: readonly (readonly SessionFact[])[]): Piece[] =>
  hours.map((sessions) => {
    const fold = createFold({ currency: 'EUR' });
    for (const session of sessions) fold.add(session);
    return fold.piece({ maxValues: MAX_VALUES_OF_HOUR });
  });

/** The fold of a day's sessions alone, as pieces of 24 hours: nothing is read, numbered or stored. */
export const foldSessions = ({
  rounds,
  sessions,
}: {
  readonly rounds: number;
  readonly sessions: number;
}): FoldRound[] => {
  const visitors = Math.ceil(sessions * VISITORS_SHARE);
  const all = [...shopSessions({ count: sessions, visitors, fromMs: 0, toMs: HOURS * HOUR_MS })];
  const hours = Array.from({ length: HOURS }, (_, hour) =>
    all.filter(({ startedAt }) => Math.floor(startedAt / HOUR_MS) === hour),
  );
  // The first round is the compiler's.
  foldHours(hours);
  return Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    const pieces = foldHours(hours);
    const foldedAt = performance.now();
    mergePieces(pieces, { maxValues: MAX_VALUES });
    return {
      foldUs: ((foldedAt - startedAt) / sessions) * 1_000,
      mergeMs: performance.now() - foldedAt,
    };
  });
};
