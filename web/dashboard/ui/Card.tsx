import { type ReactNode, useId } from 'react';
import { classes } from './classes.ts';

/** A part of a view with its heading. */
export const Card = ({
  title,
  note,
  actions,
  className,
  children,
}: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}) => {
  const id = useId();
  return (
    <section className={classes('card', className)} aria-labelledby={id}>
      <header className="card-head">
        <div>
          <h2 id={id}>{title}</h2>
          {note !== undefined && <p className="card-note">{note}</p>}
        </div>
        {actions}
      </header>
      {children}
    </section>
  );
};
