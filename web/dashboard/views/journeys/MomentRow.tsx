import type { ReactNode } from 'react';
import { formatTime } from '../../format/dates.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { Told } from './describeEvent.ts';

/** A line of a visit: its picture, its words, and when it was. */
export const MomentRow = ({
  told: { icon, tone, title, detail },
  at,
  children,
}: {
  readonly told: Told;
  readonly at: string;
  readonly children?: ReactNode;
}) => {
  const { site } = useDashboard();
  return (
    <li data-tone={tone}>
      <span className="moment-icon">
        <Icon name={icon} size={16} />
      </span>
      <div className="moment-text">
        <span>{title}</span>
        <div className="moment-detail">
          {detail !== undefined && <span className="muted">{detail}</span>}
          {children}
        </div>
      </div>
      <time className="muted number" dateTime={at}>
        {formatTime(at, site.timezone)}
      </time>
    </li>
  );
};
