import type { MetricKind } from '../words/metrics.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Steps that people read as round on a clock; tens do not divide it. */
const DURATION_STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 6, 12, 24].map((hours) => hours * HOUR_MS),
];

const decimalStep = (atLeast: number): number => {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5, 10].find((one) => one * power >= atLeast * (1 - 1e-9)) ?? 10;
  return factor * power;
};

const stepOf = (atLeast: number, kind: MetricKind): number => {
  if (kind === 'duration') return DURATION_STEPS_MS.find((step) => step >= atLeast) ?? decimalStep(atLeast);
  const step = decimalStep(atLeast);
  return kind === 'count' ? Math.max(1, step) : step;
};

/**
 * Round values for an axis from 0, the last of which is no smaller than the largest value.
 * @param steps about how many
 */
export const valueTicks = (largest: number, kind: MetricKind, steps = 4): number[] => {
  const step = stepOf((largest > 0 ? largest : 1) / steps, kind);
  const count = Math.max(1, Math.ceil(largest / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
};
