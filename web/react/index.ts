export type { TrackingClient } from './clientTransport.ts';
export { consent, track, type UsePageTrackingOptions, usePageTracking } from './usePageTracking.ts';
