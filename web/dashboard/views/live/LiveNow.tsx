import { formatClock } from '../../format/dates.ts';
import { NO_NUMBER } from '../../format/metric.ts';
import { formatMoney } from '../../format/money.ts';
import { counted, formatCount } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Card } from '../../ui/Card.tsx';
import { Figure } from '../../ui/Figure.tsx';
import type { Realtime } from '../../wire.ts';

const orNone = (count: number | null): string => (count === null ? NO_NUMBER : formatCount(count));

/** How many are here, and what lies in their carts. */
export const LiveNow = ({ live }: { readonly live: Realtime }) => {
  const { site } = useDashboard();
  const orders = live.minutes.reduce((sum, minute) => sum + minute.orders, 0);
  const revenue = live.minutes.reduce((sum, minute) => sum + minute.revenue, 0);
  return (
    <Card
      title="Active now"
      note={
        live.asOf === null
          ? 'Waiting for the first minute'
          : `Counted at ${formatClock(live.asOf, site.timezone)}`
      }
      className="live-now"
    >
      <p className="live-count">
        <strong>{orNone(live.activeVisitors)}</strong>
        <span className="muted">
          visitors in the last 30 minutes
          <br />
          {orNone(live.activeVisitors5m)} in the last five
        </span>
      </p>
      <dl className="figures">
        <Figure label="Open carts" value={formatCount(live.openCarts)}>
          <span className="muted">worth {formatMoney(live.openCartValue, live.currency)}</span>
        </Figure>
        <Figure label="Revenue, last hour" value={formatMoney(revenue, live.currency)}>
          <span className="muted">{counted(orders, 'order')}</span>
        </Figure>
      </dl>
    </Card>
  );
};
