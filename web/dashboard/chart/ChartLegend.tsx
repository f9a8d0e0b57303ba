import { formatDays } from '../format/dates.ts';
import type { Days } from '../state/ranges.ts';
import type { ChartPoint } from './TimeChart.tsx';

/** What the lines and marks of a time chart mean; those that it has. */
export const ChartLegend = ({
  points,
  range,
  previousRange,
}: {
  readonly points: readonly ChartPoint[];
  readonly range: Days;
  readonly previousRange: Days | null | undefined;
}) => (
  <ul className="legend">
    <li data-mark="current">{formatDays(range)}</li>
    {previousRange && <li data-mark="previous">{formatDays(previousRange)}</li>}
    {points.some(({ provisional }) => provisional) && <li data-mark="provisional">Still being counted</li>}
    {points.some(({ changed }) => changed !== undefined) && <li data-mark="changed">Changed since</li>}
    {points.some(({ missing }) => missing) && <li data-mark="missing">No numbers yet</li>}
  </ul>
);
