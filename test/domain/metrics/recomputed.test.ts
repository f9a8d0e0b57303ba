import { describe, expect, it } from 'vitest';
import type { PieceReason, PieceStamp } from '../../../src/domain/metrics/piece.ts';
import { isRecomputed, reasonOfLateCounts } from '../../../src/domain/metrics/recomputed.ts';

const stamp = (version: number, reason: PieceReason): PieceStamp => ({ version, reason, writtenAt: 0 });

const FIRST = [stamp(1, 'day ended'), stamp(1, 'caught up'), stamp(1, 'by hand'), stamp(2, 'late counts')];
const CHANGED = [stamp(1, 'late events'), stamp(2, 'by hand'), stamp(3, 'refund')];

describe('numbers that changed after they were first told', () => {
  it.each(FIRST)(
    'are not those of version $version for $reason, nor with late counts behind it',
    (before) => {
      expect(isRecomputed(before)).toBe(false);
      expect(reasonOfLateCounts(before)).toBe('late counts');
    },
  );

  it.each(CHANGED)('are those of version $version for $reason, also with late counts behind it', (before) => {
    expect(isRecomputed(before)).toBe(true);
    expect(reasonOfLateCounts(before)).toBe(before.reason);
  });
});
