import type { ChartPoint } from './TimeChart.tsx';

/** A chart as a table: the same numbers for those who do not see it, and for those who want them exactly. */
export const PointTable = ({
  caption,
  points,
  previous = [],
  format,
}: {
  readonly caption: string;
  readonly points: readonly ChartPoint[];
  readonly previous?: readonly ChartPoint[];
  readonly format: (value: number | null) => string;
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
  <section className="table-scroll point-table" tabIndex={0} aria-label={caption}>
    <table className="table">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col" className="number">
            Value
          </th>
          {previous.length > 0 && (
            <th scope="col" className="number">
              Compared with
            </th>
          )}
          <th scope="col">Note</th>
        </tr>
      </thead>
      <tbody>
        {points.map(({ at, label, value, missing, provisional, changed }, index) => (
          <tr key={at}>
            <th scope="row">{label}</th>
            <td className="number">{missing ? '–' : format(value)}</td>
            {previous.length > 0 && (
              <td className="number muted">{format(previous[index]?.value ?? null)}</td>
            )}
            <td className="muted">
              {[missing && 'no numbers yet', provisional && 'still being counted', changed]
                .filter((note) => note)
                .join(', ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
