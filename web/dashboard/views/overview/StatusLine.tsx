import { formatDay, formatTime } from '../../format/dates.ts';
import { counted, formatRate } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import type { Status } from '../../wire.ts';
import { missingEvents } from '../../words/quality.ts';
import { dayReason } from '../../words/reasons.ts';

const MAX_NAMED = 3;

/** "1 Nov, 2 Nov, 3 Nov and 4 more". */
const named = (texts: readonly string[]): string => {
  const rest = texts.length - MAX_NAMED;
  return texts.slice(0, MAX_NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
};

/** How far the numbers can be relied on: what is missing from them, what has changed, and of when they are. */
export const StatusLine = ({ status }: { readonly status: Status }) => {
  const { site, with: change } = useDashboard();
  const { asOf, provisional, missingDays, recomputed, corrected, quality, otherHides } = status;
  const lost = missingEvents(quality);
  const all = lost + quality.accepted;
  const changed = [...recomputed, ...corrected].map(
    ({ day, reason }) => `${formatDay(day)} (${dayReason(reason)})`,
  );
  return (
    <ul className="status-line">
      {asOf !== null && (
        <li>
          Numbers of {formatTime(asOf, site.timezone)}
          {provisional && '; today is still being counted'}
        </li>
      )}
      {missingDays.length > 0 && (
        <li data-tone="warn">
          <Icon name="warn" size={16} />
          No numbers yet for {named(missingDays.map(formatDay))}
        </li>
      )}
      {otherHides && (
        <li data-tone="warn">
          <Icon name="warn" size={16} />
          On some days this value was too small to be counted by itself: the numbers may be too low
        </li>
      )}
      {changed.length > 0 && (
        <li data-tone="changed">
          {counted(changed.length, 'day')} changed since: {named(changed)}
        </li>
      )}
      {lost > 0 && (
        <li data-tone="warn">
          <Icon name="warn" size={16} />
          <Link to={change({ view: 'quality' })}>
            {counted(lost, 'event')} ({formatRate(lost / all)}) missing
          </Link>
        </li>
      )}
    </ul>
  );
};
