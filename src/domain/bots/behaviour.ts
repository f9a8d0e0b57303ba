/** So many page views in so short a time: nobody turns pages like that, and few open as many tabs at once. */
const PACES = [
  { views: 20, withinMs: 10_000 },
  { views: 61, withinMs: 60_000 },
] as const;

/** So many page views over so long a time, and not a moment of use, are a page turner that nobody watches. */
const DISENGAGED_VIEWS = 30;
const DISENGAGED_MS = 5 * 60_000;

/** What a visit did, as far as it tells people and programs apart. */
export interface Behaviour {
  /** When its pages were viewed, in their order, epoch milliseconds. */
  readonly viewedAt: readonly number[];
  readonly engagedMs: number;
  /** Interactive events besides page views. */
  readonly interactions: number;
}

/** Whether pages were viewed faster than people turn them. */
export const isTooFast = ({ viewedAt }: Behaviour): boolean =>
  PACES.some(({ views, withinMs }) =>
    viewedAt.some((at, index) => {
      const last = viewedAt[index + views - 1];
      return last !== undefined && last - at <= withinMs;
    }),
  );

/** Whether many pages were viewed for minutes, and nothing was read or done on any. */
export const isDisengaged = ({ viewedAt, engagedMs, interactions }: Behaviour): boolean =>
  viewedAt.length >= DISENGAGED_VIEWS &&
  (viewedAt.at(-1) ?? 0) - (viewedAt[0] ?? 0) >= DISENGAGED_MS &&
  engagedMs === 0 &&
  interactions === 0;
