import { ChartCard } from '../../chart/ChartCard.tsx';
import { ChartLegend } from '../../chart/ChartLegend.tsx';
import { chartPoints } from '../../chart/chartPoints.ts';
import { PointTable } from '../../chart/PointTable.tsx';
import { TimeChart } from '../../chart/TimeChart.tsx';
import { isStored } from '../../data/sources.ts';
import type { Query } from '../../data/useQuery.ts';
import { formatMetric } from '../../format/metric.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import type { Daily, Status } from '../../wire.ts';
import { type MetricName, metricWords } from '../../words/metrics.ts';

const HEIGHT = 280;

/** A metric over the range's days or hours, with the range compared with behind it. */
export const TrendCard = ({
  daily,
  status,
  metric: own,
  height = HEIGHT,
  legend = true,
}: {
  readonly daily: Query<Daily>;
  readonly status: Status | undefined;
  /** The address's where it is left out. */
  readonly metric?: MetricName;
  readonly height?: number;
  /** Off where several charts share one. */
  readonly legend?: boolean;
}) => {
  const { address, subject, site, me } = useDashboard();
  const metric = own ?? address.metric;
  const { label, kind, explained } = metricWords(metric, site);
  if (!isStored(subject)) {
    return (
      <Card title={label} note={explained}>
        <Empty title="Over time, with one filter at a time">
          Under several filters the numbers are read from the visits themselves, for the whole range at once.
        </Empty>
      </Card>
    );
  }
  const format = (value: number | null): string => formatMetric(metric, value, site.currency);
  const placed = (answer: Daily, which: 'points' | 'previous') =>
    chartPoints(answer[which] ?? [], metric, {
      interval: answer.interval,
      timezone: site.timezone,
      nowMs: Date.parse(me.now),
      ...(which === 'points' ? { status } : {}),
    });
  const shown = (face: (answer: Daily) => React.ReactNode) => (
    <Answered query={daily} skeleton={<Skeleton height={height + 30} />}>
      {face}
    </Answered>
  );
  return (
    <ChartCard
      title={label}
      note={explained}
      chart={shown((answer) => {
        const points = placed(answer, 'points');
        return (
          <>
            <TimeChart
              label={`${label} over time`}
              points={points}
              previous={placed(answer, 'previous')}
              kind={kind}
              height={height}
              format={format}
              formatAxis={(value) => formatMetric(metric, value, site.currency, 'axis')}
            />
            {legend && (
              <ChartLegend points={points} range={answer.range} previousRange={answer.previousRange} />
            )}
          </>
        );
      })}
      table={shown((answer) => (
        <PointTable
          caption={`${label} over time`}
          points={placed(answer, 'points')}
          previous={placed(answer, 'previous')}
          format={format}
        />
      ))}
    />
  );
};
