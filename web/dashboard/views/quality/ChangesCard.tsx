import { formatLongDay, formatMoment } from '../../format/dates.ts';
import { formatMoney } from '../../format/money.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import type { QualityReport } from '../../wire.ts';
import { dayReason } from '../../words/reasons.ts';

const signed = (count: number): string => (count > 0 ? `+${count}` : String(count));

/** Days whose numbers are not what they were when the day ended, and why. */
export const ChangesCard = ({
  recomputed,
  corrections,
}: Pick<QualityReport, 'recomputed' | 'corrections'>) => {
  const { site } = useDashboard();
  return (
    <Card title="Changed after the day" note="Recomputed from the visits, or corrected where those are gone">
      {recomputed.length + corrections.length === 0 ? (
        <Empty title="Nothing changed">Every day is as it was when it ended.</Empty>
      ) : (
        <ul className="changes">
          {recomputed.map(({ day, version, at, reason }) => (
            <li key={`${day} ${version}`}>
              <strong>{formatLongDay(day)}</strong>
              <span>Recomputed: {dayReason(reason)}</span>
              <span className="muted">
                {formatMoment(at, site.timezone)}, version {version}
              </span>
            </li>
          ))}
          {corrections.map(({ day, reason, orders, revenue }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two corrections of a day may be alike, and they never move
            <li key={`${day} ${reason} ${index}`}>
              <strong>{formatLongDay(day)}</strong>
              <span>Corrected: {dayReason(reason)}</span>
              <span className="muted">
                {orders !== 0 && `${signed(orders)} orders, `}
                {formatMoney(revenue, site.currency)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
};
