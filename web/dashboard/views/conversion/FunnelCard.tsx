import { type FunnelBar, FunnelChart } from '../../chart/FunnelChart.tsx';
import { funnelUrl } from '../../data/endpoints.ts';
import { isStored } from '../../data/sources.ts';
import { useQuery } from '../../data/useQuery.ts';
import { formatDays } from '../../format/dates.ts';
import { useDashboard, useRangeRefreshMs } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import type { Funnel } from '../../wire.ts';

const barsOf = ({ steps, previous }: Funnel): FunnelBar[] =>
  steps.map((step, index) => ({ ...step, earlierOfAll: previous?.[index]?.ofAll ?? null }));

/** The range's visits from step to step. */
export const FunnelCard = () => {
  const { subject, address } = useDashboard();
  const refreshMs = useRangeRefreshMs();
  const query = useQuery<Funnel>(isStored(subject) ? funnelUrl(subject) : undefined, refreshMs);
  const note =
    address.compare === 'none'
      ? formatDays(subject)
      : `${formatDays(subject)}; the mark on each bar is the period compared with`;
  return (
    <Card title="On the way to an order" note={note}>
      {isStored(subject) ? (
        <Answered query={query} skeleton={<Skeleton height={364} />}>
          {(funnel) =>
            funnel.steps[0]?.sessions ? (
              <FunnelChart bars={barsOf(funnel)} />
            ) : (
              <Empty title="No visits">Nobody came in these days.</Empty>
            )
          }
        </Answered>
      ) : (
        <Empty title="The funnel, with one filter at a time">
          Under several filters the numbers above are read from the visits themselves.
        </Empty>
      )}
    </Card>
  );
};
