import { dailyUrl } from '../../data/endpoints.ts';
import { intervalOf, isStored } from '../../data/sources.ts';
import { useQuery } from '../../data/useQuery.ts';
import { useSummary } from '../../data/useSummary.ts';
import { useDashboard, useRangeRefreshMs } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { TooLong } from '../../ui/TooLong.tsx';
import type { Daily } from '../../wire.ts';
import { HEADLINES } from '../../words/metrics.ts';
import { CrossSiteNotice } from './CrossSiteNotice.tsx';
import { StatusLine } from './StatusLine.tsx';
import { Tiles } from './Tiles.tsx';
import { TilesSkeleton } from './TilesSkeleton.tsx';
import { TrendCard } from './TrendCard.tsx';

/** The large numbers, the chosen one over time, and what must be said of them. */
export const Headlines = () => {
  const { subject } = useDashboard();
  const refreshMs = useRangeRefreshMs();
  const { source, query } = useSummary();
  const daily = useQuery<Daily>(
    isStored(subject) ? dailyUrl(subject, intervalOf(subject)) : undefined,
    refreshMs,
  );
  if (source.kind === 'too_long') return <TooLong days={source.days} what="Several filters" />;
  const crossSite = query.data?.status?.crossSiteShare;
  return (
    <>
      {crossSite !== undefined && <CrossSiteNotice share={crossSite} />}
      <Answered query={query} skeleton={<TilesSkeleton count={HEADLINES.length} />}>
        {(headline) => <Tiles names={HEADLINES} headline={headline} points={daily.data?.points ?? []} />}
      </Answered>
      <TrendCard daily={daily} status={query.data?.status} />
      {query.data?.status && <StatusLine status={query.data.status} />}
    </>
  );
};
