import { Fragment } from 'react';
import { formatLongMoment, formatMoment } from '../../format/dates.ts';
import { formatDuration, formatGap } from '../../format/durations.ts';
import { counted } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { JourneySession, SiteInfo } from '../../wire.ts';
import { deviceIcon, theDevice } from '../../words/devices.ts';
import { valueLabel } from '../../words/dimensions.ts';
import { JourneyEvents } from './JourneyEvents.tsx';
import { originOf } from './originOf.ts';
import { VisitOrders } from './VisitOrders.tsx';

const gapBefore = ({ sincePreviousMs, deviceChanged, device }: JourneySession): string | undefined =>
  sincePreviousMs === null
    ? undefined
    : `${formatGap(sincePreviousMs)} later${deviceChanged ? `, on ${theDevice(device)}` : ''}`;

/** With its year, unless that is the one we are in. */
const momentOf = ({ startedAt }: JourneySession, { timezone, today }: SiteInfo): string =>
  (startedAt.slice(0, 4) === today.slice(0, 4) ? formatMoment : formatLongMoment)(startedAt, timezone);

const factsOf = (session: JourneySession): string =>
  [
    originOf(session),
    `${valueLabel('browser', session.browser)} on ${valueLabel('os', session.os)}`,
    valueLabel('country', session.country),
    `${counted(session.pageViews, 'page')} in ${formatDuration(session.durationMs)}`,
  ].join(' · ');

/** Visits as the chapters of a journey, from the first to the latest, with the time between them. */
export const JourneySessions = ({ sessions }: { readonly sessions: readonly JourneySession[] }) => {
  const { site } = useDashboard();
  return (
    <ol className="chapters">
      {sessions.map((session) => {
        const gap = gapBefore(session);
        return (
          <Fragment key={session.id}>
            {gap !== undefined && (
              <li className="chapter-gap" data-changed={session.deviceChanged || undefined}>
                {gap}
              </li>
            )}
            <li className="chapter" data-converted={session.converted || undefined}>
              <span className="chapter-mark">
                <Icon name={deviceIcon(session.device)} />
              </span>
              <header className="chapter-head">
                <h3>
                  <time dateTime={session.startedAt}>{momentOf(session, site)}</time>{' '}
                  <span>on {theDevice(session.device)}</span>
                </h3>
                <VisitOrders orders={session.orders} />
                <p className="muted">{factsOf(session)}</p>
              </header>
              <JourneyEvents session={session} />
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
};
