import { useEffect } from 'react';
import { useAnswers } from '../data/AnswersContext.ts';
import { Notice } from '../ui/Notice.tsx';

const RETRY_MS = 10_000;

/** Says that the server cannot be reached, and tries until it can. */
export const Unreachable = () => {
  const answers = useAnswers();
  useEffect(() => {
    const timer = setInterval(answers.retryFaults, RETRY_MS);
    window.addEventListener('online', answers.retryFaults);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', answers.retryFaults);
    };
  }, [answers]);
  return (
    <Notice tone="warn" title={navigator.onLine ? 'The server cannot be reached' : 'You are offline'}>
      What you see may be out of date. Trying again every few seconds.
    </Notice>
  );
};
