import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

/** Something one should know about what is shown. */
export const Notice = ({
  tone = 'info',
  title,
  action,
  children,
}: {
  readonly tone?: 'info' | 'warn' | 'bad';
  readonly title?: string;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}) => (
  <div className={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    <Icon name={tone === 'info' ? 'info' : 'warn'} />
    <div className="notice-text">
      {title !== undefined && <strong>{title}</strong>}
      {children !== undefined && <div>{children}</div>}
    </div>
    {action}
  </div>
);
