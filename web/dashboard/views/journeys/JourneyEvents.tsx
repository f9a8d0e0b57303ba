import { formatClock } from '../../format/dates.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { JourneyEvent } from '../../wire.ts';
import { describeEvent } from './describeEvent.ts';

/** Told of their own accord, not done by the visitor: they would be noise between what was. */
const HOUSEKEEPING: ReadonlySet<string> = new Set(['page_leave', 'session_touched', 'session_started']);

/** What happened in a visit, in order, as one would tell it. */
export const JourneyEvents = ({ events }: { readonly events: readonly JourneyEvent[] }) => {
  const { site } = useDashboard();
  const told = events.filter(({ type }) => !HOUSEKEEPING.has(type)).sort((a, b) => a.at.localeCompare(b.at));
  if (told.length === 0) return <p className="muted visit-quiet">Came, and did nothing that was told.</p>;
  return (
    <ol className="timeline">
      {told.map((event, index) => {
        const { icon, tone, title, detail } = describeEvent(event, site.currency);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two events may be alike in everything, and they never move
          <li key={`${event.at} ${index}`} data-tone={tone}>
            <span className="timeline-icon">
              <Icon name={icon} size={16} />
            </span>
            <span className="timeline-text">
              <span>{title}</span>
              {detail !== undefined && <span className="muted">{detail}</span>}
            </span>
            <time className="muted number" dateTime={event.at}>
              {formatClock(event.at, site.timezone)}
            </time>
          </li>
        );
      })}
    </ol>
  );
};
