import { useCallback, useState, useSyncExternalStore } from 'react';
import { useAnswers } from './AnswersContext.ts';
import type { Known } from './createAnswers.ts';
import type { Fault } from './Fault.ts';
import { useRefresh } from './useRefresh.ts';

export interface Query<T> {
  /** The answer; while the one to another question is awaited, that to the question before. */
  readonly data: T | undefined;
  /** Whether the data answers an earlier question. */
  readonly outdated: boolean;
  /** When the data came, epoch milliseconds. */
  readonly at: number | undefined;
  readonly fault: Fault | undefined;
  readonly loading: boolean;
  readonly retry: () => void;
}

const NOTHING: Known = { loading: false };
const watchNothing = () => () => {};

/**
 * The answer of the API at an address, kept up to date.
 * @param url nothing is asked where it is `undefined`
 * @param refreshMs how often to ask again while the page can be seen; never where it is left out
 */
export const useQuery = <T>(url: string | undefined, refreshMs?: number): Query<T> => {
  const answers = useAnswers();
  const subscribe = useCallback(
    (changed: () => void) => (url === undefined ? watchNothing() : answers.watch(url, changed)),
    [answers, url],
  );
  const known = useSyncExternalStore(subscribe, () => (url === undefined ? NOTHING : answers.read(url)));
  const retry = useCallback(() => {
    if (url !== undefined) answers.refresh(url);
  }, [answers, url]);
  useRefresh(retry, url === undefined ? undefined : refreshMs);

  const [shown, setShown] = useState<unknown>();
  if (known.data !== undefined && known.data !== shown) setShown(known.data);
  const current = known.data as T | undefined;
  const waits = url !== undefined && current === undefined && known.fault === undefined;
  return {
    data: current ?? (waits ? (shown as T | undefined) : undefined),
    outdated: current === undefined && shown !== undefined && waits,
    at: known.at,
    fault: known.fault,
    loading: known.loading,
    retry,
  };
};
