import { MAX_EXPLORED_DAYS } from '../data/sources.ts';
import { useDashboard } from '../state/DashboardContext.ts';
import { Notice } from './Notice.tsx';

/** Says that a question is answered for a month at most, and offers the nearest one that is. */
export const TooLong = ({ days, what }: { readonly days: number; readonly what: string }) => {
  const { go } = useDashboard();
  return (
    <Notice
      title={`${what}: up to ${MAX_EXPLORED_DAYS} days`}
      action={
        <button
          type="button"
          className="button button-small"
          onClick={() => go({ range: { preset: '28d' } })}
        >
          Last 28 days
        </button>
      }
    >
      This is read from the visits themselves, and {days} days are too many of them.
    </Notice>
  );
};
