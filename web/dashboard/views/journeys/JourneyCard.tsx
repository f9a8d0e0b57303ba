import { journeyUrl } from '../../data/endpoints.ts';
import { useQuery } from '../../data/useQuery.ts';
import { counted } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Link } from '../../ui/Link.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import type { Journey } from '../../wire.ts';
import { JourneySessions } from './JourneySessions.tsx';
import { tellJourney } from './tellJourney.ts';

const factsOf = ({ sessions, devices, aliases }: Journey): string =>
  [
    counted(sessions.length, 'visit'),
    counted(devices.length, 'kind of device', 'kinds of device'),
    aliases.length > 0 &&
      `${counted(aliases.length, 'earlier identity', 'earlier identities')} joined by login`,
  ]
    .filter((part) => part)
    .join(' · ');

/** One visitor's visits and what happened in them, in order. */
export const JourneyCard = ({ visitor }: { readonly visitor: string }) => {
  const { site, with: change } = useDashboard();
  const query = useQuery<Journey>(journeyUrl(site.id, visitor));
  const { data } = query;
  const isUnknown = query.fault?.kind === 'refused' && query.fault.status === 404;
  const name = data?.customer ? `Customer ${data.customer}` : `Visitor ${visitor.slice(0, 8)}`;
  return (
    <Card
      title={name}
      note={data && factsOf(data)}
      className="journey"
      actions={
        <Link className="button button-small" to={change({ visitor: undefined })}>
          Latest visitors
        </Link>
      }
    >
      {isUnknown ? (
        <Empty title="Nobody is known by this id">
          Look for a whole visitor id, or for the customer id that your shop uses.
        </Empty>
      ) : (
        <Answered query={query} skeleton={<SkeletonRows rows={12} />}>
          {(journey) => (
            <>
              <p className="journey-told">{tellJourney(journey, site)}</p>
              {journey.truncated && (
                <Notice title="The latest part of a long journey">Earlier visits are not shown.</Notice>
              )}
              <JourneySessions sessions={journey.sessions} />
            </>
          )}
        </Answered>
      )}
    </Card>
  );
};
