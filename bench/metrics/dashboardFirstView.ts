import { breakdownUrl, dailyUrl, ME, type Subject, summaryUrl } from '../../web/dashboard/data/endpoints.ts';
import { intervalOf } from '../../web/dashboard/data/sources.ts';
import type { Days } from '../../web/dashboard/state/ranges.ts';
import type { Dimension } from '../../web/dashboard/wire.ts';
import { DEFAULT_METRIC } from '../../web/dashboard/words/metrics.ts';

/** The first tab of each card of the dashboard's overview, and how many values it shows; a test holds them together. */
const CARDS: readonly Dimension[] = ['channel', 'landingPage', 'country', 'device'];
const SHOWN = 8;

/** What the dashboard asks when it is opened: first who one is, and then all of this at once. */
export const firstViewUrls = (site: string, days: Days): { readonly me: string; readonly rest: string[] } => {
  const subject: Subject = { ...days, site, compare: 'previous', filters: [] };
  return {
    me: ME,
    rest: [
      summaryUrl(subject),
      dailyUrl(subject, intervalOf(subject)),
      ...CARDS.map((by) => breakdownUrl(subject, by, { sort: DEFAULT_METRIC, limit: SHOWN })),
    ],
  };
};
