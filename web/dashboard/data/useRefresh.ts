import { useEffect } from 'react';

/** Calls again and again while the page can be seen, and at once when it is seen again after a longer time. */
export const useRefresh = (refresh: () => void, everyMs: number | undefined): void => {
  useEffect(() => {
    if (everyMs === undefined) return;
    let calledAt = Date.now();
    const call = (): void => {
      if (document.hidden) return;
      calledAt = Date.now();
      refresh();
    };
    const timer = setInterval(call, everyMs);
    const seen = (): void => {
      if (Date.now() - calledAt >= everyMs) call();
    };
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [refresh, everyMs]);
};
