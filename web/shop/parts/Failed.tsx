import { messageOf } from '../api/ShopFault.ts';
import { Heading } from './Heading.tsx';

/** In place of what could not be loaded. */
export const Failed = ({ error, again }: { readonly error: unknown; readonly again: () => void }) => (
  <section className="blank" role="alert">
    <Heading title="No answer">That did not work</Heading>
    <p>{messageOf(error)}</p>
    <button type="button" className="button" onClick={again}>
      Try again
    </button>
  </section>
);
