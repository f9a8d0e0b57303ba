import { formatMoney } from '../../format/money.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { JourneyOrder } from '../../wire.ts';

/** What was ordered in a visit, and how much of that went back, also later. */
export const VisitOrders = ({ orders }: { readonly orders: readonly JourneyOrder[] }) => {
  const { site } = useDashboard();
  const ordered = orders.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const refunded = orders.reduce((sum, { refundedMinor }) => sum + refundedMinor, 0);
  if (orders.length === 0) return null;
  return (
    <>
      <span className="badge">
        <Icon name="order" size={14} />
        {formatMoney(ordered, site.currency)}
      </span>
      {refunded > 0 && (
        <span className="badge badge-bad">
          <Icon name="refund" size={14} />
          {formatMoney(refunded, site.currency)} went back
        </span>
      )}
    </>
  );
};
