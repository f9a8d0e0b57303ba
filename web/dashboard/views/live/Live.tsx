import { realtimeUrl } from '../../data/endpoints.ts';
import { useQuery } from '../../data/useQuery.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import type { Realtime } from '../../wire.ts';
import { valueLabel } from '../../words/dimensions.ts';
import { eventName } from '../../words/events.ts';
import { LiveFunnel } from './LiveFunnel.tsx';
import { type ListOf, LiveList } from './LiveList.tsx';
import { LiveNow } from './LiveNow.tsx';
import { MinutesCard } from './MinutesCard.tsx';

const REFRESH_MS = 15_000;

/** A visit counts in each minute in which it did something. */
const VISIT_MINUTES = 'Visit minutes';

const PAGES: ListOf = { title: 'Pages', one: 'Page', unit: 'Views', counts: ({ topPages }) => topPages };
const LISTS: readonly ListOf[] = [
  { title: 'Channels', one: 'Channel', unit: VISIT_MINUTES, counts: ({ channels }) => channels },
  {
    title: 'Devices',
    one: 'Device',
    unit: VISIT_MINUTES,
    counts: ({ devices }) => devices,
    labelOf: (value) => valueLabel('device', value),
  },
  { title: 'What happened', one: 'Event', unit: 'Times', counts: ({ events }) => events, labelOf: eventName },
];

/** The shop at this moment. */
export const Live = () => {
  const { site } = useDashboard();
  const query = useQuery<Realtime>(realtimeUrl(site.id), REFRESH_MS);
  return (
    <Answered query={query} skeleton={<Skeleton height={560} />}>
      {(live) => (
        <div className="stack">
          {live.degraded !== null && (
            <Notice tone="warn" title="The live numbers are incomplete">
              {live.degraded}
            </Notice>
          )}
          <div className="live-top">
            <LiveNow live={live} />
            <MinutesCard live={live} />
          </div>
          <div className="card-grid">
            <LiveFunnel live={live} />
            <LiveList list={PAGES} live={live} />
          </div>
          <div className="card-grid card-grid-three">
            {LISTS.map((list) => (
              <LiveList key={list.title} list={list} live={live} />
            ))}
          </div>
        </div>
      )}
    </Answered>
  );
};
