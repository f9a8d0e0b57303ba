import { useMemo, useSyncExternalStore } from 'react';
import { type Address, formatAddress, parseAddress } from './address.ts';

/** `pushState` tells nobody; this does. */
const MOVED = 'footfall:moved';

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('popstate', changed);
  window.addEventListener(MOVED, changed);
  return () => {
    window.removeEventListener('popstate', changed);
    window.removeEventListener(MOVED, changed);
  };
};

/** Goes to an address without loading the page again. */
export const visit = (address: Address): void => {
  const href = formatAddress(address);
  if (href === location.pathname + location.search) return;
  history.pushState(null, '', href);
  window.dispatchEvent(new Event(MOVED));
};

/** What the address bar says now. */
export const useAddress = (): Address => {
  const href = useSyncExternalStore(subscribe, () => location.href);
  return useMemo(() => parseAddress(new URL(href)), [href]);
};
