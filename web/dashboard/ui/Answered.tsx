import type { ReactNode } from 'react';
import type { Fault } from '../data/Fault.ts';
import type { Query } from '../data/useQuery.ts';
import { Notice } from './Notice.tsx';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

const wordsOf = (fault: Fault): { title: string; text: string } => {
  switch (fault.kind) {
    case 'unreachable':
      return { title: 'No connection', text: 'The numbers will come as soon as the server can be reached.' };
    case 'unauthorized':
      return { title: 'Your session has ended', text: 'Log in again to see these numbers.' };
    case 'limited':
      return { title: 'Too many requests', text: `Try again in ${fault.retryAfterS} seconds.` };
    case 'refused':
      return { title: 'This cannot be shown', text: fault.message };
    case 'failed':
      return {
        title: 'The server could not answer',
        text: `It failed with status ${fault.status}. What your shop recorded is safe; only showing it failed.`,
      };
  }
};

/** What is shown of an answer: the answer, a place held for it, or why it is not there. */
export const Answered = <T,>({
  query,
  skeleton,
  children,
}: {
  readonly query: Query<T>;
  readonly skeleton: ReactNode;
  readonly children: (data: T) => ReactNode;
}) => {
  const { data, fault, at, outdated, loading, retry } = query;
  const again = (
    <button type="button" className="button button-small" onClick={retry} disabled={loading}>
      {loading ? 'Trying…' : 'Try again'}
    </button>
  );
  if (data === undefined && fault !== undefined) {
    const { title, text } = wordsOf(fault);
    return (
      <Notice tone={fault.kind === 'refused' ? 'warn' : 'bad'} title={title} action={again}>
        {text}
      </Notice>
    );
  }
  if (data === undefined) {
    return (
      <div className="waiting" role="status" aria-label="Loading">
        {skeleton}
      </div>
    );
  }
  return (
    <div className="answered" data-outdated={outdated || undefined} aria-busy={outdated}>
      {children(data)}
      {fault !== undefined && at !== undefined && (
        <Notice tone="warn" action={again}>
          Could not be refreshed. These are the numbers of {clock.format(at)}.
        </Notice>
      )}
    </div>
  );
};
