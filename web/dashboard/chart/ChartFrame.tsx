import { scaleLinear } from '@visx/scale';
import { type PointerEvent, type ReactNode, useState } from 'react';
import { useWidth } from '../ui/useWidth.ts';

/** Where things lie in a chart, in pixels. */
export interface Geometry {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Between two neighbours. */
  readonly step: number;
  /** The one that is pointed at, by mouse, finger or keyboard. */
  readonly active: number | undefined;
}

const TOP = 12;
const AXIS_HEIGHT = 28;
const RIGHT = 14;
/** Of the axis' figures at their size, on average. */
const CHARACTER_WIDTH = 6.7;
/** Below so many pixels between neighbours, a thick line would be a blot. */
const DENSE_STEP = 6;
/** Room for "22 Nov" and a gap. */
const LABEL_WIDTH = 72;

/**
 * Axes, a pointer that goes from place to place by mouse, finger and arrow keys, and what is told of the place: a slider for
 * those who cannot see the chart.
 * @param height in pixels, axis included
 */
export const ChartFrame = ({
  label,
  count,
  height,
  ticks,
  formatTick,
  placeLabel,
  spoken,
  tip,
  inset = 0,
  children,
}: {
  readonly label: string;
  readonly count: number;
  readonly height: number;
  readonly ticks: readonly number[];
  readonly formatTick: (value: number) => string;
  readonly placeLabel: (index: number) => string;
  readonly spoken: (index: number) => string;
  readonly tip: (index: number) => ReactNode;
  /** Room at both ends, in steps: half of one for bars. */
  readonly inset?: number;
  readonly children: (geometry: Geometry) => ReactNode;
}) => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const [pointed, setPointed] = useState<number>();
  const last = count - 1;
  const active = pointed === undefined ? undefined : Math.min(pointed, last);

  const labels = ticks.map(formatTick);
  const left = Math.max(...labels.map(({ length }) => length)) * CHARACTER_WIDTH + 12;
  const right = Math.max(width - RIGHT, left + 1);
  const bottom = height - AXIS_HEIGHT;
  const xScale = scaleLinear<number>({
    domain: count === 1 ? [-1, 1] : [-inset, last + inset],
    range: [left, right],
  });
  const yScale = scaleLinear<number>({ domain: [0, ticks.at(-1) ?? 1], range: [bottom, TOP] });
  const x = (index: number): number => xScale(index);
  const y = (value: number): number => yScale(value);
  const step = x(1) - x(0);
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / step));

  const point = (event: PointerEvent<HTMLDivElement>): void => {
    const at = xScale.invert(event.clientX - event.currentTarget.getBoundingClientRect().left);
    setPointed(Math.max(0, Math.min(last, Math.round(at))));
  };

  return (
    <div
      className="chart"
      ref={frame}
      style={{ height }}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setPointed(undefined)}
    >
      {width > 0 && (
        <svg width={width} height={height} aria-hidden="true" data-dense={step < DENSE_STEP || undefined}>
          {ticks.map((value, index) => (
            <g key={value} className="chart-tick">
              <line x1={left} x2={right} y1={y(value)} y2={y(value)} data-zero={index === 0 || undefined} />
              <text x={left - 10} y={y(value)} dy="0.32em" textAnchor="end">
                {labels[index]}
              </text>
            </g>
          ))}
          {Array.from({ length: Math.ceil(count / every) }, (_, tick) => tick * every).map((index) => (
            <text key={index} className="chart-place" x={x(index)} y={height - 8} textAnchor="middle">
              {placeLabel(index)}
            </text>
          ))}
          {active !== undefined && (
            <line className="chart-cursor" x1={x(active)} x2={x(active)} y1={TOP} y2={bottom} />
          )}
          {children({ x, y, left, right, top: TOP, bottom, step, active })}
        </svg>
      )}
      <input
        type="range"
        className="chart-slider"
        aria-label={label}
        aria-valuetext={spoken(active ?? last)}
        min={0}
        max={last}
        value={active ?? last}
        onChange={(event) => setPointed(Number(event.target.value))}
        onFocus={(event) => {
          if (event.target.matches(':focus-visible')) setPointed(active ?? last);
        }}
        onBlur={() => setPointed(undefined)}
      />
      {active !== undefined && (
        <div
          className="chart-tip"
          data-side={x(active) > width / 2 ? 'left' : 'right'}
          style={{ left: x(active), top: TOP }}
        >
          {tip(active)}
        </div>
      )}
    </div>
  );
};
