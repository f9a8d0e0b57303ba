import { useCallback, useEffect, useState } from 'react';
import { LOADING, type Loaded } from './loaded.ts';

/**
 * Loads something when a component appears, and anew for another key.
 * @param key names what is loaded
 * @returns its state, `again` to load it once more, and `put` for what was learned otherwise
 */
export const useLoaded = <T>(key: string, load: () => Promise<T>) => {
  const [{ of, state }, setState] = useState<{ of: string; state: Loaded<T> }>({ of: key, state: LOADING });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is loaded, the round asks for it again
  useEffect(() => {
    let isGone = false;
    const tell = (next: Loaded<T>) => {
      if (!isGone) setState({ of: key, state: next });
    };
    tell(LOADING);
    load().then(
      (value) => tell({ kind: 'ready', value }),
      (error: unknown) => tell({ kind: 'failed', error }),
    );
    return () => {
      isGone = true;
    };
  }, [key, round]);
  return {
    state: of === key ? state : LOADING,
    again: useCallback(() => setRound((before) => before + 1), []),
    put: useCallback((value: T) => setState({ of: key, state: { kind: 'ready', value } }), [key]),
  };
};
