import type { ReactNode } from 'react';

/** A number with its name, and what there is to say of it. */
export const Figure = ({
  label,
  value,
  children,
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly children?: ReactNode;
}) => (
  <div className="figure">
    <dt>{label}</dt>
    <dd>
      <span className="figure-value">{value}</span>
      {children}
    </dd>
  </div>
);
