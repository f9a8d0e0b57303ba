export type { TrackingClient } from './clientTransport.ts';
export { track, type UsePageTrackingOptions, usePageTracking } from './usePageTracking.ts';
