import { type ComponentType, lazy } from 'react';
import {
  asCsv,
  dailyUrl,
  devicesUrl,
  funnelUrl,
  journeyUrl,
  qualityUrl,
  realtimeUrl,
  retentionUrl,
  type Subject,
  visitorsUrl,
} from '../data/endpoints.ts';
import type { Address, ViewName } from '../state/address.ts';
import type { IconName } from '../ui/Icon.tsx';

interface View {
  readonly label: string;
  readonly icon: IconName;
  /** Whether the range says anything to it; and then the comparison, and the filters. */
  readonly range: boolean;
  readonly compare: boolean;
  readonly filters: boolean;
  /** Its numbers as a file. */
  readonly csv: (subject: Subject, address: Address) => string;
  readonly load: () => Promise<unknown>;
  readonly Content: ComponentType;
}

/** A view whose code comes when it is first looked at. */
const view = (words: Omit<View, 'load' | 'Content'>, load: () => Promise<ComponentType>): View => ({
  ...words,
  load,
  Content: lazy(async () => ({ default: await load() })),
});

/** After the first view is there: each other one is a few kilobytes, and then is there at once, without a connection too. */
const PRELOAD_AFTER_MS = 1_500;

/** Loads the code of all views once there is time. One that does not come is asked for again when it is looked at. */
export const preloadViews = (): (() => void) => {
  const timer = setTimeout(
    () => void Promise.allSettled(Object.values(VIEWS).map(({ load }) => load())),
    PRELOAD_AFTER_MS,
  );
  return () => clearTimeout(timer);
};

/** The views in the order of the navigation. Adding one means one entry here and its name in the address. */
export const VIEWS: { readonly [name in ViewName]: View } = {
  overview: view(
    {
      label: 'Overview',
      icon: 'overview',
      range: true,
      compare: true,
      filters: true,
      csv: (subject) => asCsv(dailyUrl({ ...subject, filters: subject.filters.slice(0, 1) }, 'day')),
    },
    async () => (await import('../views/overview/Overview.tsx')).Overview,
  ),
  live: view(
    {
      label: 'Live',
      icon: 'live',
      range: false,
      compare: false,
      filters: false,
      csv: ({ site }) => asCsv(realtimeUrl(site)),
    },
    async () => (await import('../views/live/Live.tsx')).Live,
  ),
  conversion: view(
    {
      label: 'Conversion',
      icon: 'conversion',
      range: true,
      compare: true,
      filters: true,
      csv: (subject) => asCsv(funnelUrl({ ...subject, filters: subject.filters.slice(0, 1) })),
    },
    async () => (await import('../views/conversion/Conversion.tsx')).Conversion,
  ),
  retention: view(
    {
      label: 'Retention',
      icon: 'retention',
      range: true,
      compare: false,
      filters: true,
      csv: (subject, { by }) => asCsv(retentionUrl({ ...subject, filters: subject.filters.slice(0, 1) }, by)),
    },
    async () => (await import('../views/retention/RetentionView.tsx')).RetentionView,
  ),
  devices: view(
    {
      label: 'Devices',
      icon: 'devices',
      range: true,
      compare: false,
      filters: false,
      csv: (subject) => asCsv(devicesUrl(subject)),
    },
    async () => (await import('../views/devices/Devices.tsx')).Devices,
  ),
  journeys: view(
    {
      label: 'Journeys',
      icon: 'journeys',
      range: false,
      compare: false,
      filters: false,
      csv: ({ site }, { visitor }) =>
        asCsv(visitor === undefined ? visitorsUrl(site) : journeyUrl(site, visitor)),
    },
    async () => (await import('../views/journeys/Journeys.tsx')).Journeys,
  ),
  quality: view(
    {
      label: 'Quality',
      icon: 'quality',
      range: true,
      compare: false,
      filters: false,
      csv: (subject) => asCsv(qualityUrl(subject)),
    },
    async () => (await import('../views/quality/Quality.tsx')).Quality,
  ),
};
