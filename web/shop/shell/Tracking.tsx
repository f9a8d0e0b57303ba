import { usePageTracking } from '../../react/index.ts';

/**
 * Tracks the shop's page views. It stands before what asks the shop's server: React runs its effect first, so that what is asked
 * carries the visit's nonce already, and is of the same session.
 */
export const Tracking = () => {
  usePageTracking();
  return null;
};
