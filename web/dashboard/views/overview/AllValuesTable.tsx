import { useState } from 'react';
import type { Rows } from '../../data/useBreakdown.ts';
import { formatMetric } from '../../format/metric.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { BreakdownRow, Dimension } from '../../wire.ts';
import { DIMENSIONS, OTHER, valueLabel } from '../../words/dimensions.ts';
import { HEADLINES, type MetricName, metricWords } from '../../words/metrics.ts';
import { ValueButton } from './ValueButton.tsx';

interface Order {
  readonly by: MetricName;
  readonly descending: boolean;
}

const sorted = (rows: readonly BreakdownRow[], { by, descending }: Order): BreakdownRow[] => {
  const sign = descending ? -1 : 1;
  // What has no number comes last either way.
  const missing = descending ? -Infinity : Infinity;
  return [...rows].sort((a, b) => sign * ((a[by] ?? missing) - (b[by] ?? missing)) || 0);
};

/** Every value of a dimension in a table that can be sorted by each metric. */
export const AllValuesTable = ({
  by,
  data,
  wanted,
}: {
  readonly by: Dimension;
  readonly data: Rows;
  /** Text that the values shown hold. */
  readonly wanted: string;
}) => {
  const { site } = useDashboard();
  const [order, setOrder] = useState<Order>();
  const text = wanted.trim().toLowerCase();
  const found = data.rows.filter(({ value }) =>
    `${valueLabel(by, value)} ${value}`.toLowerCase().includes(text),
  );
  const rows = order ? sorted(found, order) : found;
  const all = data.other && text === '' ? [...rows, { ...data.other, value: OTHER }] : rows;
  if (all.length === 0) return <Empty title="No such value">Nothing holds “{wanted}”.</Empty>;

  const sort = (name: MetricName): void =>
    setOrder({ by: name, descending: !(order?.by === name && order.descending) });
  const direction = (name: MetricName) =>
    order?.by === name ? (order.descending ? 'descending' : 'ascending') : undefined;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section className="table-scroll all-values" tabIndex={0} aria-label={DIMENSIONS[by].label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{DIMENSIONS[by].one}</th>
            {HEADLINES.map((name) => (
              <th key={name} scope="col" className="number" aria-sort={direction(name)}>
                <button type="button" className="sort" onClick={() => sort(name)}>
                  {metricWords(name, site).label}
                  {order?.by === name && <Icon name={order.descending ? 'down' : 'up'} size={12} />}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map((row) => (
            <tr key={row.value}>
              <th scope="row">
                <ValueButton dimension={by} value={row.value} />
              </th>
              {HEADLINES.map((name) => (
                <td key={name} className="number">
                  {formatMetric(name, row[name], site.currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
