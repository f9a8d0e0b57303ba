import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

/** Says what went wrong, or what is to be known; read out when it appears. */
export const Notice = ({
  kind,
  children,
}: {
  readonly kind: 'bad' | 'warn' | 'good';
  readonly children: ReactNode;
}) => (
  <div className={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
    <Icon name={kind === 'good' ? 'check' : 'warn'} size={20} />
    <div>{children}</div>
  </div>
);
