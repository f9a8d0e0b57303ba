import { createContext, useContext } from 'react';
import type { Subject } from '../data/endpoints.ts';
import type { Me, SiteInfo } from '../wire.ts';
import type { Address } from './address.ts';

/** What every part of the dashboard may know: who is looked at, and over which days. */
export interface Dashboard {
  readonly me: Me;
  readonly site: SiteInfo;
  readonly address: Address;
  /** The address's question, with its dates worked out. */
  readonly subject: Subject;
  /** Whether the range holds the site's today, which still changes. */
  readonly holdsToday: boolean;
  /** The address with something changed, to link to. */
  readonly with: (change: Partial<Address>) => Address;
  readonly go: (change: Partial<Address>) => void;
}

export const DashboardContext = createContext<Dashboard | undefined>(undefined);

export const useDashboard = (): Dashboard => {
  const dashboard = useContext(DashboardContext);
  if (!dashboard) throw new Error('there is no DashboardContext around this component');
  return dashboard;
};

/** As often as today's numbers are made anew. */
const TODAY_REFRESH_MS = 60_000;

/** How often to ask again for numbers of the range: those of past days stand still. */
export const useRangeRefreshMs = (): number | undefined =>
  useDashboard().holdsToday ? TODAY_REFRESH_MS : undefined;
