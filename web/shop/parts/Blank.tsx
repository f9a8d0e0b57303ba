import type { ReactNode } from 'react';
import { Heading } from './Heading.tsx';

/** A page with nothing on it but a word and a way on. */
export const Blank = ({
  title,
  picture,
  children,
}: {
  readonly title: string;
  readonly picture?: string;
  readonly children: ReactNode;
}) => (
  <section className="blank">
    {picture && <img src={picture} alt="" width={180} height={180} />}
    <Heading>{title}</Heading>
    {children}
  </section>
);
