import type { ReactNode } from 'react';

/** Nothing is there, and why. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className="empty">
    <svg viewBox="0 0 64 40" width="64" height="40" aria-hidden="true">
      <ellipse cx="14" cy="26" rx="6" ry="9" transform="rotate(-8 14 26)" />
      <ellipse cx="32" cy="14" rx="6" ry="9" transform="rotate(8 32 14)" />
      <ellipse cx="50" cy="26" rx="6" ry="9" transform="rotate(-8 50 26)" />
    </svg>
    <strong>{title}</strong>
    {children !== undefined && <p>{children}</p>}
  </div>
);
