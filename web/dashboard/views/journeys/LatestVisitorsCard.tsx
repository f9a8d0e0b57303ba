import { visitorsUrl } from '../../data/endpoints.ts';
import { useQuery } from '../../data/useQuery.ts';
import { formatAgo } from '../../format/dates.ts';
import { counted } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Link } from '../../ui/Link.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import type { LatestVisitors } from '../../wire.ts';
import { valueLabel } from '../../words/dimensions.ts';
import { VisitorName } from './VisitorName.tsx';

const REFRESH_MS = 60_000;

/** Who was here lately, to pick a journey from. */
export const LatestVisitorsCard = () => {
  const { site, with: change } = useDashboard();
  const query = useQuery<LatestVisitors>(visitorsUrl(site.id), REFRESH_MS);
  return (
    <Card title="Latest visitors" note="Choose one to see what they did, in order">
      <Answered query={query} skeleton={<SkeletonRows rows={10} />}>
        {({ visitors }) =>
          visitors.length === 0 ? (
            <Empty title="Nobody yet">Visitors will be here as soon as someone comes to the shop.</Empty>
          ) : (
            <ul className="visitors">
              {visitors.map((one) => (
                <li key={one.visitor}>
                  <Link to={change({ visitor: one.visitor })}>
                    <VisitorName visitor={one.visitor} customer={one.customer} />
                    <span className="muted visitor-place">
                      {valueLabel('device', one.device)} · {valueLabel('country', one.country)}
                    </span>
                    <span className="muted number visitor-visits">{counted(one.sessions, 'visit')}</span>
                    {one.converted ? <span className="badge">Ordered</span> : <span />}
                    <time className="muted number visitor-seen" dateTime={one.lastSeenAt}>
                      {formatAgo(one.lastSeenAt, query.at ?? Date.parse(one.lastSeenAt))}
                    </time>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Card>
  );
};
