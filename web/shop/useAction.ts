import { useState } from 'react';

/**
 * Something that a person does, at most once at a time.
 * @returns `run`, which says whether it went well; whether it is `running`; the `error` of the last time
 */
export const useAction = <Args extends readonly unknown[]>(act: (...args: Args) => Promise<void>) => {
  const [state, setState] = useState<{ running: boolean; error?: unknown }>({ running: false });
  const run = async (...args: Args): Promise<boolean> => {
    if (state.running) return false;
    setState({ running: true });
    try {
      await act(...args);
      setState({ running: false });
      return true;
    } catch (error) {
      setState({ running: false, error });
      return false;
    }
  };
  return { run, ...state };
};
