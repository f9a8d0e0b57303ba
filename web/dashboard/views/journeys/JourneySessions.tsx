import { Fragment } from 'react';
import { formatMoment } from '../../format/dates.ts';
import { formatDuration, formatGap } from '../../format/durations.ts';
import { formatMoney } from '../../format/money.ts';
import { counted } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { JourneySession } from '../../wire.ts';
import { valueLabel } from '../../words/dimensions.ts';
import { JourneyEvents } from './JourneyEvents.tsx';

const gapBefore = (session: JourneySession, before: JourneySession | undefined): string | undefined =>
  before && `${formatGap(Date.parse(session.startedAt) - Date.parse(before.lastSeenAt))} later`;

/** "Organic Search (google)"; "Direct" alone, for its source is the same word. */
const originOf = ({ channel, source }: JourneySession): string => {
  const from = valueLabel('channel', channel);
  const by = source === null ? from : valueLabel('source', source);
  return by === from ? from : `${from} (${by})`;
};

/** Visits one after the other, with the time between them. */
export const JourneySessions = ({ sessions }: { readonly sessions: readonly JourneySession[] }) => {
  const { site } = useDashboard();
  const inOrder = [...sessions].sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  return (
    <ol className="visits">
      {inOrder.map((session, index) => {
        const origin = originOf(session);
        const gap = gapBefore(session, inOrder[index - 1]);
        return (
          <Fragment key={session.id}>
            {gap && <li className="visit-gap">{gap}</li>}
            <li className="visit">
              <header className="visit-head">
                <h3>{formatMoment(session.startedAt, site.timezone)}</h3>
                {session.converted && (
                  <span className="badge">
                    <Icon name="order" size={14} />
                    {formatMoney(session.revenue, site.currency)}
                  </span>
                )}
                <p className="muted">
                  {origin} · {valueLabel('device', session.device)}, {valueLabel('browser', session.browser)}{' '}
                  on {valueLabel('os', session.os)} · {valueLabel('country', session.country)} ·{' '}
                  {counted(session.pageViews, 'page')} in {formatDuration(session.durationMs)}
                </p>
              </header>
              <JourneyEvents events={session.events} />
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
};
