import { qualityUrl } from '../../data/endpoints.ts';
import { useQuery } from '../../data/useQuery.ts';
import { useDashboard, useRangeRefreshMs } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Card } from '../../ui/Card.tsx';
import { CountList } from '../../ui/CountList.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import type { QualityReport } from '../../wire.ts';
import { refusedReason } from '../../words/reasons.ts';
import { BotsCard } from './BotsCard.tsx';
import { ChangesCard } from './ChangesCard.tsx';
import { CoverageCard } from './CoverageCard.tsx';
import { JudgedCard } from './JudgedCard.tsx';
import { QualityDays } from './QualityDays.tsx';
import { Verdict } from './Verdict.tsx';

/** What the numbers lack and why, what was left out on purpose, and what changed after the fact. */
export const Quality = () => {
  const { subject } = useDashboard();
  const query = useQuery<QualityReport>(qualityUrl(subject), useRangeRefreshMs());
  const { data: report } = query;
  return (
    <div className="stack">
      <Answered query={query} skeleton={<Skeleton height={240} />}>
        {({ totals }) => <Verdict totals={totals} />}
      </Answered>
      <CoverageCard />
      {report && (
        <div
          className="stack answered"
          data-outdated={query.outdated || undefined}
          aria-busy={query.outdated}
        >
          <div className="card-grid">
            <BotsCard bots={report.bots} />
            <Card title="Refused" note="Events that broke a rule of the endpoint" className="breakdown">
              {report.refused.length === 0 ? (
                <Empty title="Nothing was refused">Every event that arrived was in order.</Empty>
              ) : (
                <CountList
                  caption="Refused events by reason"
                  one="Reason"
                  unit="Events"
                  counts={report.refused.map(({ reason, count }) => ({ value: reason, count }))}
                  labelOf={refusedReason}
                />
              )}
            </Card>
          </div>
          <JudgedCard />
          <ChangesCard recomputed={report.recomputed} corrections={report.corrections} />
          <QualityDays days={report.days} />
        </div>
      )}
    </div>
  );
};
