import { asCsv, coverageUrl } from '../../data/endpoints.ts';
import { useQuery } from '../../data/useQuery.ts';
import { formatMoney } from '../../format/money.ts';
import { counted, formatCount, formatRate } from '../../format/numbers.ts';
import { useDashboard, useRangeRefreshMs } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import type { Coverage } from '../../wire.ts';
import { JOINED_BY } from '../../words/coverage.ts';
import { UnjoinedOrders } from './UnjoinedOrders.tsx';

const JOINS = Object.keys(JOINED_BY) as readonly (keyof typeof JOINED_BY)[];

const sentenceOf = ({ orders, joined }: Coverage): string => {
  if (orders === 0) return 'No orders were told in these days.';
  if (joined === orders) return `${counted(orders, 'order')}, and each is of a visit that is known.`;
  return `${formatRate(joined / orders)} of orders (${formatCount(joined)} of ${formatCount(orders)}) are of a visit that is known.`;
};

/** Which orders can be told of a visit, why others cannot, and what to do about that. */
export const CoverageCard = () => {
  const { subject, site } = useDashboard();
  const url = coverageUrl(subject);
  const query = useQuery<Coverage>(url, useRangeRefreshMs());
  return (
    <Card
      title="Do orders find their visits?"
      note={query.data ? sentenceOf(query.data) : 'Orders joined to the visit in which they were placed'}
      actions={
        <a
          className="button button-small"
          href={asCsv(url)}
          download
          aria-label="Orders by whether they were joined, as CSV"
        >
          <Icon name="download" size={16} />
          CSV
        </a>
      }
    >
      <Answered query={query} skeleton={<Skeleton height={220} />}>
        {(coverage) =>
          coverage.orders === 0 ? (
            <Empty title="No orders">Nothing was ordered in these days.</Empty>
          ) : (
            <div className="coverage">
              <div className="funnel-track" aria-hidden="true">
                <div
                  className="funnel-bar"
                  style={{ width: `${(coverage.joined / coverage.orders) * 100}%` }}
                />
              </div>
              <ul className="legend">
                {JOINS.filter((by) => coverage.by[by] > 0).map((by) => (
                  <li key={by}>
                    {formatCount(coverage.by[by])} {JOINED_BY[by]}
                  </li>
                ))}
                <li>
                  {formatMoney(coverage.joinedRevenue, site.currency, 'whole')} of{' '}
                  {formatMoney(coverage.revenue, site.currency, 'whole')} of revenue
                </li>
              </ul>
              {coverage.unjoined.length > 0 && <UnjoinedOrders unjoined={coverage.unjoined} />}
            </div>
          )
        }
      </Answered>
    </Card>
  );
};
