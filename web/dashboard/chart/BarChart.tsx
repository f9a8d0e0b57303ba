import { Bar } from '@visx/shape';
import { ChartFrame } from './ChartFrame.tsx';
import { ChartTip } from './ChartTip.tsx';
import { valueTicks } from './valueTicks.ts';

export interface BarPoint {
  readonly at: string;
  readonly label: string;
  readonly short: string;
  readonly value: number;
  /** What else happened there. */
  readonly more: readonly string[];
}

/** Between two bars, of a bar's step; bars thinner than a pixel would flicker. */
const GAP = 0.28;

/** Counts of moments that follow each other. */
export const BarChart = ({
  label,
  points,
  height,
  format,
}: {
  readonly label: string;
  readonly points: readonly BarPoint[];
  readonly height: number;
  readonly format: (value: number) => string;
}) => (
  <ChartFrame
    label={label}
    count={points.length}
    height={height}
    inset={0.5}
    ticks={valueTicks(Math.max(0, ...points.map(({ value }) => value)), 'count', 3)}
    formatTick={(value) => String(value)}
    placeLabel={(index) => points[index]?.short ?? ''}
    spoken={(index) => {
      const point = points[index];
      return point ? [`${point.label}: ${format(point.value)}`, ...point.more].join(', ') : '';
    }}
    tip={(index) => {
      const point = points[index];
      return (
        point && (
          <ChartTip
            rows={[{ tone: 'current', label: point.label, value: format(point.value) }]}
            notes={point.more}
          />
        )
      );
    }}
  >
    {({ x, y, bottom, step, active }) => {
      const width = Math.max(1, step * (1 - GAP));
      return points.map(({ at, value }, index) => (
        <Bar
          key={at}
          className="chart-bar"
          data-active={index === active || undefined}
          x={x(index) - width / 2}
          width={width}
          y={y(value)}
          height={bottom - y(value)}
          rx={Math.min(2, width / 2)}
        />
      ));
    }}
  </ChartFrame>
);
