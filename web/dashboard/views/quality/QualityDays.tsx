import { formatLongDay } from '../../format/dates.ts';
import { formatCount } from '../../format/numbers.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import type { QualityReport } from '../../wire.ts';
import { QUALITY, QUALITY_NAMES } from '../../words/quality.ts';

/** What arrived, day by day. */
export const QualityDays = ({ days }: { readonly days: QualityReport['days'] }) => (
  <Card title="Day by day" note="Events, by what became of them">
    {days.length === 0 ? (
      <Empty title="No days yet" />
    ) : (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      <section className="table-scroll quality-days" tabIndex={0} aria-label="Events day by day">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Day</th>
              {QUALITY_NAMES.map((name) => (
                <th key={name} scope="col" className="number">
                  {QUALITY[name].label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...days].reverse().map((day) => (
              <tr key={day.day}>
                <th scope="row">{formatLongDay(day.day)}</th>
                {QUALITY_NAMES.map((name) => (
                  <td key={name} className="number" data-zero={day[name] === 0 || undefined}>
                    {formatCount(day[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    )}
  </Card>
);
