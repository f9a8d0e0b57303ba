import { describe, expect, it } from 'vitest';
import { isDisengaged, isTooFast } from '../../../src/domain/bots/behaviour.ts';

const MINUTE = 60_000;
/** So many page views at equal distances, the last so long after the first. */
const views = (count: number, overMs: number): number[] =>
  Array.from({ length: count }, (_, index) => (index * overMs) / (count - 1));
const behaviour = (viewedAt: readonly number[], more = {}) => ({
  viewedAt,
  engagedMs: 0,
  interactions: 0,
  ...more,
});

describe('page views', () => {
  it.each([
    [20, 10_000, true],
    [19, 5_000, false],
    [20, 10_001, false],
    [61, MINUTE, true],
    [60, MINUTE, false],
    [61, MINUTE + 1, false],
  ])('of %i pages within %i ms are too fast for people: %s', (count, overMs, expected) => {
    expect(isTooFast(behaviour(views(count, overMs)))).toBe(expected);
  });

  it('are too fast wherever in the visit they were', () => {
    const slow = views(30, 30 * MINUTE);
    const burst = views(20, 9_000).map((at) => at + 40 * MINUTE);
    expect(isTooFast(behaviour(slow))).toBe(false);
    expect(isTooFast(behaviour([...slow, ...burst]))).toBe(true);
  });

  it.each([
    ['30 over 5 minutes', views(30, 5 * MINUTE), {}, true],
    ['29 over 5 minutes', views(29, 5 * MINUTE), {}, false],
    ['30 in a little less', views(30, 5 * MINUTE - 1), {}, false],
    ['none', [], {}, false],
    ['30 with a moment of use', views(30, 5 * MINUTE), { engagedMs: 1 }, false],
    ['30 and something done', views(30, 5 * MINUTE), { interactions: 1 }, false],
  ])('%s are nobody’s who reads', (_, viewedAt, more, expected) => {
    expect(isDisengaged(behaviour(viewedAt, more))).toBe(expected);
  });
});
