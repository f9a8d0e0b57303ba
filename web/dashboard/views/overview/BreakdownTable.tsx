import type { Rows } from '../../data/useBreakdown.ts';
import { formatMetric } from '../../format/metric.ts';
import { formatCount, formatRoundRate } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import type { Dimension } from '../../wire.ts';
import { DIMENSIONS } from '../../words/dimensions.ts';
import { metricWords } from '../../words/metrics.ts';
import { ValueButton } from './ValueButton.tsx';

const NO_BAR = '0%';

/** A dimension's values with the chosen metric as bars; a click on one filters everything by it. */
export const BreakdownTable = ({ by, data }: { readonly by: Dimension; readonly data: Rows }) => {
  const { address, site } = useDashboard();
  const { metric } = address;
  const { label, quotient } = metricWords(metric, site);
  const largest = Math.max(...data.rows.map((row) => row[metric] ?? 0));
  const total = data.total[metric];
  return (
    <table className="bars">
      <caption className="sr-only">
        {DIMENSIONS[by].label} by {label.toLowerCase()}
      </caption>
      <thead>
        <tr>
          <th scope="col">{DIMENSIONS[by].one}</th>
          <th scope="col" className="number">
            {label}
          </th>
          <th scope="col" className="number">
            {quotient ? 'Visits' : 'Share'}
          </th>
        </tr>
      </thead>
      <tbody>
        {data.rows.map((row) => {
          const value = row[metric];
          return (
            <tr key={row.value}>
              <th scope="row">
                <span
                  className="bar"
                  style={{ width: largest > 0 ? `${(Math.max(0, value ?? 0) / largest) * 100}%` : NO_BAR }}
                />
                <ValueButton dimension={by} value={row.value} />
              </th>
              <td className="number">{formatMetric(metric, value, site.currency)}</td>
              <td className="number muted">
                {quotient
                  ? formatCount(row.totalVisits)
                  : total
                    ? formatRoundRate((value ?? 0) / total)
                    : '–'}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
