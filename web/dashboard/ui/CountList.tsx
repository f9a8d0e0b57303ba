import { formatCount } from '../format/numbers.ts';
import type { NamedCount } from '../wire.ts';
import { Empty } from './Empty.tsx';

/** Names and how often, the most frequent first. */
export const CountList = ({
  caption,
  one,
  unit,
  counts,
  labelOf = (value) => value,
  limit = 8,
}: {
  readonly caption: string;
  /** What a name is. */
  readonly one: string;
  /** What is counted. */
  readonly unit: string;
  readonly counts: readonly NamedCount[];
  readonly labelOf?: (value: string) => string;
  readonly limit?: number;
}) => {
  if (counts.length === 0) return <Empty title="Nothing yet" />;
  const largest = Math.max(1, ...counts.map(({ count }) => count));
  return (
    <table className="bars">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{one}</th>
          <th scope="col" className="number">
            {unit}
          </th>
        </tr>
      </thead>
      <tbody>
        {counts.slice(0, limit).map(({ value, count }) => (
          <tr key={value}>
            <th scope="row">
              <span className="bar" style={{ width: `${(count / largest) * 100}%` }} />
              <span className="value" title={labelOf(value)}>
                <span>{labelOf(value)}</span>
              </span>
            </th>
            <td className="number">{formatCount(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
