import { ChartLegend } from '../../chart/ChartLegend.tsx';
import { chartPoints } from '../../chart/chartPoints.ts';
import { dailyUrl } from '../../data/endpoints.ts';
import { intervalOf, isStored } from '../../data/sources.ts';
import { useQuery } from '../../data/useQuery.ts';
import { useSummary } from '../../data/useSummary.ts';
import { useDashboard, useRangeRefreshMs } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TooLong } from '../../ui/TooLong.tsx';
import type { Daily } from '../../wire.ts';
import type { MetricName } from '../../words/metrics.ts';
import { StatusLine } from '../overview/StatusLine.tsx';
import { TrendCard } from '../overview/TrendCard.tsx';
import { Changes } from './Changes.tsx';
import { FunnelCard } from './FunnelCard.tsx';

const RATES: readonly MetricName[] = ['conversionRate', 'cartRate', 'purchaseRate'];
const TRENDS: readonly MetricName[] = [...RATES, 'orders', 'revenue', 'averageOrder'];
const HEIGHT = 190;

/** From a visit to an order: how many come through, where they are lost, and what it brings in. */
export const Conversion = () => {
  const { subject, site, me } = useDashboard();
  const refreshMs = useRangeRefreshMs();
  const { source, query } = useSummary();
  const daily = useQuery<Daily>(
    isStored(subject) ? dailyUrl(subject, intervalOf(subject)) : undefined,
    refreshMs,
  );
  if (source.kind === 'too_long') return <TooLong days={source.days} what="Several filters" />;
  return (
    <div className="stack">
      <Answered query={query} skeleton={<Skeleton height={104} />}>
        {(headline) => <Changes names={TRENDS} headline={headline} />}
      </Answered>
      <FunnelCard />
      {isStored(subject) && (
        <div className="card-grid">
          {daily.data && (
            <ChartLegend
              points={chartPoints(daily.data.points, 'orders', {
                interval: daily.data.interval,
                timezone: site.timezone,
                nowMs: Date.parse(me.now),
                status: query.data?.status,
              })}
              range={daily.data.range}
              previousRange={daily.data.previousRange}
            />
          )}
          {TRENDS.map((metric) => (
            <TrendCard
              key={metric}
              metric={metric}
              daily={daily}
              status={query.data?.status}
              height={HEIGHT}
              legend={false}
            />
          ))}
        </div>
      )}
      {query.data?.status && <StatusLine status={query.data.status} />}
    </div>
  );
};
