import { formatMetric } from '../../format/metric.ts';
import { formatCount } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { DeviceMark } from '../../ui/DeviceMark.tsx';
import type { DeviceRow } from '../../wire.ts';
import { METRICS, metricWords } from '../../words/metrics.ts';

/** Visits, visitors and conversion of each kind of device, the most used first. */
export const DeviceTable = ({ devices }: { readonly devices: readonly DeviceRow[] }) => {
  const { site } = useDashboard();
  const rows = [...devices].sort((a, b) => b.sessions - a.sessions);
  const largest = Math.max(1, ...rows.map(({ sessions }) => sessions));
  return (
    <table className="bars">
      <caption className="sr-only">Visits, visitors and conversion rate by device</caption>
      <thead>
        <tr>
          <th scope="col">Device</th>
          <th scope="col" className="number">
            {METRICS.totalVisits.label}
          </th>
          <th scope="col" className="number">
            {metricWords('uniqueVisits', site).label}
          </th>
          <th scope="col" className="number" title={METRICS.conversionRate.explained}>
            Conversion
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ device, sessions, visitors, conversionRate }) => (
          <tr key={device}>
            <th scope="row">
              <span className="bar" style={{ width: `${(sessions / largest) * 100}%` }} />
              <span className="value">
                <DeviceMark device={device} />
              </span>
            </th>
            <td className="number">{formatCount(sessions)}</td>
            <td className="number">{formatCount(visitors)}</td>
            <td className="number">{formatMetric('conversionRate', conversionRate, site.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
