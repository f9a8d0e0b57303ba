import { type ReactNode, useEffect } from 'react';

/** A page's heading, which takes the focus when one arrives at the page, and the page's title. */
export const Heading = ({ title, children }: { readonly title?: string; readonly children: ReactNode }) => {
  const text = title ?? (typeof children === 'string' ? children : undefined);
  useEffect(() => {
    document.title = text === undefined ? 'Larkfield' : `${text} · Larkfield`;
  }, [text]);
  return <h1 tabIndex={-1}>{children}</h1>;
};
