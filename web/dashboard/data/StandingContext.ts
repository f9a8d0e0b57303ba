import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Standing, StandingStore } from './createStanding.ts';

export const StandingContext = createContext<StandingStore | undefined>(undefined);

export const useStandingStore = (): StandingStore => {
  const store = useContext(StandingContext);
  if (!store) throw new Error('there is no StandingContext around this component');
  return store;
};

/** How the dashboard stands with its server now. */
export const useStanding = (): Standing => {
  const { subscribe, read } = useStandingStore();
  return useSyncExternalStore(subscribe, read);
};
