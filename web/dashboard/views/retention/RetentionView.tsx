import { retentionUrl } from '../../data/endpoints.ts';
import { isStored } from '../../data/sources.ts';
import { useQuery } from '../../data/useQuery.ts';
import { useDashboard, useRangeRefreshMs } from '../../state/DashboardContext.ts';
import { countDays } from '../../state/dates.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PerDayNotice } from '../../ui/PerDayNotice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Switch } from '../../ui/Switch.tsx';
import type { Retention } from '../../wire.ts';
import { CohortGrid } from './CohortGrid.tsx';

const PERIODS = [
  { value: 'week', label: 'Weeks' },
  { value: 'month', label: 'Months' },
] as const;

/** Fewer days hold too few cohorts for a grid to say something. */
const ENOUGH_DAYS = { week: 42, month: 120 } as const;
const LONGER = { week: { preset: '90d' }, month: { preset: 'year' } } as const;

/** Who comes back: new visitors of each week or month, and how many of them were here in those after. */
export const RetentionView = () => {
  const { subject, address, go } = useDashboard();
  const { by } = address;
  const refreshMs = useRangeRefreshMs();
  const query = useQuery<Retention>(isStored(subject) ? retentionUrl(subject, by) : undefined, refreshMs);
  const isShort = countDays(subject.from, subject.to) < ENOUGH_DAYS[by];
  return (
    <div className="stack">
      <PerDayNotice view="retention" />
      {isShort && (
        <Notice
          title="A longer range shows more"
          action={
            <button type="button" className="button button-small" onClick={() => go({ range: LONGER[by] })}>
              {by === 'week' ? 'Last 90 days' : 'This year'}
            </button>
          }
        >
          Each row needs {by}s after it, in which its visitors may come back.
        </Notice>
      )}
      <Card
        title="Who comes back"
        note={`Each row: the visitors who were new in a ${by}, and how many of them were here in the ${by}s after`}
        actions={
          <Switch label="Cohorts of" choices={PERIODS} chosen={by} choose={(next) => go({ by: next })} />
        }
      >
        {isStored(subject) ? (
          <Answered query={query} skeleton={<Skeleton height={360} />}>
            {({ cohorts }) =>
              cohorts.some(({ size }) => size > 0) ? (
                <CohortGrid cohorts={cohorts} by={query.data?.by ?? by} />
              ) : (
                <Empty title="No new visitors">Nobody came for the first time in these days.</Empty>
              )
            }
          </Answered>
        ) : (
          <Empty title="Retention, with one filter at a time">
            Take a filter away to see who comes back.
          </Empty>
        )}
      </Card>
    </div>
  );
};
