import { formatGap } from '../../format/durations.ts';
import { NO_NUMBER } from '../../format/metric.ts';
import { formatCount } from '../../format/numbers.ts';
import { DeviceMark } from '../../ui/DeviceMark.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { DevicePath } from '../../wire.ts';

/** Ways from one device to another, the most frequent first. */
export const PathTable = ({
  caption,
  heading,
  unit,
  paths,
}: {
  readonly caption: string;
  /** What happened on the one, and on the other. */
  readonly heading: string;
  /** What is counted. */
  readonly unit: string;
  readonly paths: readonly (DevicePath & { readonly count: number })[];
}) => {
  const rows = [...paths].sort((a, b) => b.count - a.count);
  const largest = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <table className="bars">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          <th scope="col" className="number">
            {unit}
          </th>
          <th scope="col" className="number">
            Time between
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ from, to, count, medianMs }) => (
          <tr key={`${from} ${to}`}>
            <th scope="row">
              <span className="bar" style={{ width: `${(count / largest) * 100}%` }} />
              <span className="value path">
                <DeviceMark device={from} />
                <Icon name="arrow" size={16} />
                <span className="sr-only">to</span>
                <DeviceMark device={to} />
              </span>
            </th>
            <td className="number">{formatCount(count)}</td>
            <td className="number muted">{medianMs === null ? NO_NUMBER : formatGap(medianMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
