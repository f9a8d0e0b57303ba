import { formatMoney } from '../../format/money.ts';
import { counted } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import type { Coverage } from '../../wire.ts';
import { unjoinedReason } from '../../words/coverage.ts';

/** Why orders are of no visit, the most frequent reason first, each with what to do about it. */
export const UnjoinedOrders = ({ unjoined }: Pick<Coverage, 'unjoined'>) => {
  const { site } = useDashboard();
  return (
    <ul className="unjoined">
      {[...unjoined]
        .sort((a, b) => b.orders - a.orders)
        .map(({ reason, orders, revenue }) => {
          const { label, todo } = unjoinedReason(reason);
          return (
            <li key={reason}>
              <span className="unjoined-count">
                <strong>{counted(orders, 'order')}</strong>
                <span className="muted">{formatMoney(revenue, site.currency)}</span>
              </span>
              <span>
                <strong>{label}</strong>
                {todo !== undefined && <span className="muted">{todo}</span>}
              </span>
            </li>
          );
        })}
    </ul>
  );
};
