import { scaleLinear } from '@visx/scale';
import { LinePath } from '@visx/shape';

const WIDTH = 96;
const HEIGHT = 28;
/** So that the line's own width is not cut off. */
const MARGIN = 2;

/** As many as its width can show apart. */
const MAX_VALUES = 48;

/** A shape needs no more points than it has pixels: neighbours are averaged. */
const thinned = (values: readonly (number | null)[]): (number | null)[] => {
  const size = Math.ceil(values.length / MAX_VALUES);
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => {
    const known = values.slice(index * size, (index + 1) * size).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
};

/** How a number went, without figures; the chart has those. */
export const Sparkline = ({ values: all }: { readonly values: readonly (number | null)[] }) => {
  const values = thinned(all);
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const x = scaleLinear<number>({ domain: [0, values.length - 1], range: [MARGIN, WIDTH - MARGIN] });
  const y = scaleLinear<number>({
    domain: [Math.min(...known) * 0.8, Math.max(...known, 1e-9)],
    range: [HEIGHT - MARGIN, MARGIN],
  });
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <LinePath
        data={values.map((value, index) => ({ value, index }))}
        x={({ index }) => x(index)}
        y={({ value }) => y(value ?? 0)}
        defined={({ value }) => value !== null}
      />
    </svg>
  );
};
