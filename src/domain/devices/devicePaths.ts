import type { DeviceType } from '../metadata/device.ts';
import { medianOf } from './median.ts';

/** Something that began on one device and ended on another, and how long that took. */
export interface Move {
  readonly from: DeviceType;
  readonly to: DeviceType;
  readonly tookMs: number;
}

/** Moves between the same two types of device. */
export interface DevicePath {
  readonly from: DeviceType;
  readonly to: DeviceType;
  readonly moves: number;
  readonly medianMs: number | null;
}

const byMoves = (a: DevicePath, b: DevicePath): number => {
  if (a.moves !== b.moves) return b.moves - a.moves;
  return `${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1;
};

/** Moves by where they went from and to; the most frequent first. */
export const devicePaths = (moves: readonly Move[]): DevicePath[] =>
  [...Map.groupBy(moves, ({ from, to }) => `${from} ${to}`).values()]
    .flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      const medianMs = medianOf(same.map(({ tookMs }) => tookMs));
      return [{ from: first.from, to: first.to, moves: same.length, medianMs }];
    })
    .sort(byMoves);
