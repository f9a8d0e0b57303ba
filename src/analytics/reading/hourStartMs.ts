import type { StoredPiece } from '../../ports/MetricsStore.ts';

/** The instant at which an hour's piece begins, epoch milliseconds. @throws RangeError for any other piece */
export const hourStartMs = ({ id }: StoredPiece): number => {
  if (id.kind === 'hour') return id.startMs;
  throw new RangeError(`a ${id.kind} is no hour`);
};
