import { breakdownUrl, dailyUrl, type Subject, summaryUrl } from '../../web/dashboard/data/endpoints.ts';
import type { Days } from '../../web/dashboard/state/ranges.ts';
import type { Ask } from './askedMs.ts';
import { firstViewUrls } from './dashboardFirstView.ts';
import type { Staff } from './staffOn.ts';

/** As in `SITES_JSON`. */
const SITE = 'shop';

const subject = (days: Days): Subject => ({ ...days, site: SITE, compare: 'none', filters: [] });

/** What is asked. The breakdown is of a dimension with most values, by the API's own defaults. */
export const QUESTIONS = {
  summary: (days: Days) => summaryUrl(subject(days)),
  breakdown: (days: Days) => breakdownUrl(subject(days), 'landingPage', { sort: 'totalVisits', limit: 100 }),
  daily: (days: Days) => dailyUrl(subject(days), 'day'),
} as const;
export type QuestionName = keyof typeof QUESTIONS;
export const QUESTION_NAMES = Object.keys(QUESTIONS) as readonly QuestionName[];

export const asking =
  (staff: Staff, name: QuestionName): Ask =>
  (days) =>
    staff.ask(QUESTIONS[name](days));

/** All that the dashboard asks when it is opened, as a browser does. */
export const openingDashboard =
  (staff: Staff): Ask =>
  async (days) => {
    const { me, rest } = firstViewUrls(SITE, days);
    return (await staff.ask(me)) + (await staff.askTogether(rest));
  };
