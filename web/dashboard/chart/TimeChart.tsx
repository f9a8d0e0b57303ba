import { scaleLinear } from '@visx/scale';
import { AreaClosed, LinePath } from '@visx/shape';
import type { MetricKind } from '../words/metrics.ts';
import { ChartFrame, type Geometry } from './ChartFrame.tsx';
import { ChartTip } from './ChartTip.tsx';
import { valueTicks } from './valueTicks.ts';

/** A value at a time, and what must be said of it. */
export interface ChartPoint {
  readonly at: string;
  /** "Sun, 22 Nov 2026". */
  readonly label: string;
  /** "22 Nov". */
  readonly short: string;
  readonly value: number | null;
  /** Still being counted. */
  readonly provisional: boolean;
  /** Nobody has counted it yet. */
  readonly missing: boolean;
  /** Why it has changed since it was first counted. */
  readonly changed?: string | undefined;
}

interface Placed {
  readonly index: number;
  readonly value: number | null;
}

const placed = (points: readonly ChartPoint[]): Placed[] =>
  points.map(({ value, missing }, index) => ({ index, value: missing ? null : value }));
const isDefined = ({ value }: Placed): boolean => value !== null;

const notesOf = ({ provisional, missing, changed }: ChartPoint): string[] => [
  ...(missing ? ['No numbers for this yet'] : []),
  ...(provisional && !missing ? ['Still being counted'] : []),
  ...(changed === undefined ? [] : [changed]),
];

const Lines = ({
  points,
  geometry,
}: {
  readonly points: readonly ChartPoint[];
  readonly geometry: Geometry;
}) => {
  const all = placed(points);
  const firstProvisional = points.findIndex(({ provisional }) => provisional);
  const end = firstProvisional < 0 ? points.length : firstProvisional;
  const line = {
    x: ({ index }: Placed) => geometry.x(index),
    y: ({ value }: Placed) => geometry.y(value ?? 0),
    defined: isDefined,
  };
  return (
    <>
      <AreaClosed
        className="chart-area"
        data={all.slice(0, end)}
        {...line}
        yScale={scaleLinear<number>({ domain: [0, 1], range: [geometry.bottom, geometry.top] })}
      />
      <LinePath className="chart-line" data={all.slice(0, end)} {...line} />
      <LinePath
        className="chart-line chart-line-provisional"
        data={all.slice(Math.max(0, end - 1))}
        {...line}
      />
    </>
  );
};

/** A dot where a line would not show: a value without neighbours. */
const isAlone = (points: readonly ChartPoint[], index: number): boolean => {
  const shown = (at: number): boolean =>
    points[at] !== undefined && !points[at].missing && points[at].value !== null;
  return shown(index) && !shown(index - 1) && !shown(index + 1);
};

/** A metric over time, the period before behind it. */
export const TimeChart = ({
  label,
  points,
  previous = [],
  kind,
  height,
  format,
  formatAxis,
}: {
  readonly label: string;
  readonly points: readonly ChartPoint[];
  readonly previous?: readonly ChartPoint[];
  readonly kind: MetricKind;
  readonly height: number;
  readonly format: (value: number | null) => string;
  readonly formatAxis: (value: number) => string;
}) => {
  const before = previous.slice(0, points.length);
  const largest = Math.max(0, ...[...points, ...before].map(({ value }) => value ?? 0));
  const told = (point: ChartPoint): string => (point.missing ? 'no numbers' : format(point.value));
  return (
    <ChartFrame
      label={label}
      count={points.length}
      height={height}
      ticks={valueTicks(largest, kind)}
      formatTick={formatAxis}
      placeLabel={(index) => points[index]?.short ?? ''}
      spoken={(index) => {
        const [point, earlier] = [points[index], before[index]];
        if (!point) return '';
        const comparison = earlier ? `; ${earlier.label}: ${told(earlier)}` : '';
        return [`${point.label}: ${told(point)}${comparison}`, ...notesOf(point)].join('. ');
      }}
      tip={(index) => {
        const [point, earlier] = [points[index], before[index]];
        return (
          point && (
            <ChartTip
              rows={[
                { tone: 'current', label: point.label, value: told(point) },
                ...(earlier
                  ? [{ tone: 'previous' as const, label: earlier.label, value: told(earlier) }]
                  : []),
              ]}
              notes={notesOf(point)}
            />
          )
        );
      }}
    >
      {(geometry) => {
        const { x, y, top, bottom, step, active } = geometry;
        const pointed = active === undefined ? undefined : points[active];
        return (
          <>
            {points.map(
              ({ missing, at }, index) =>
                missing && (
                  <rect
                    key={at}
                    className="chart-missing"
                    x={x(index) - step / 2}
                    width={step}
                    y={top}
                    height={bottom - top}
                  />
                ),
            )}
            <LinePath
              className="chart-line chart-line-previous"
              data={placed(before)}
              x={({ index }) => x(index)}
              y={({ value }) => y(value ?? 0)}
              defined={isDefined}
            />
            <Lines points={points} geometry={geometry} />
            {points.map(
              ({ at, value }, index) =>
                isAlone(points, index) && (
                  <circle key={at} className="chart-dot" cx={x(index)} cy={y(value ?? 0)} r={3} />
                ),
            )}
            {points.map(
              ({ at, changed, value, missing }, index) =>
                changed !== undefined &&
                !missing && (
                  <circle key={at} className="chart-changed" cx={x(index)} cy={y(value ?? 0)} r={4.5} />
                ),
            )}
            {active !== undefined && pointed && !pointed.missing && pointed.value !== null && (
              <circle className="chart-pointed" cx={x(active)} cy={y(pointed.value)} r={5} />
            )}
          </>
        );
      }}
    </ChartFrame>
  );
};
