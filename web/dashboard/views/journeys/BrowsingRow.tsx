import { useId, useState } from 'react';
import { describeBrowsing } from './describeBrowsing.ts';
import { EventRow } from './EventRow.tsx';
import { MomentRow } from './MomentRow.tsx';
import type { Looks } from './moments.ts';

/** Looks in a row as one line, which opens to all of them. */
export const BrowsingRow = ({ events }: { readonly events: Looks }) => {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <MomentRow told={{ icon: 'page', tone: 'plain', ...describeBrowsing(events) }} at={events[0].at}>
      <button
        type="button"
        className="link-button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {open ? 'Show less' : `Show all ${events.length}`}
      </button>
      {open && (
        <ol className="moments moments-within" id={id}>
          {events.map((event, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two events may be alike in everything, and they never move
            <EventRow key={index} event={event} />
          ))}
        </ol>
      )}
    </MomentRow>
  );
};
