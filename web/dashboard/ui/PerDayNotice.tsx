import { useDashboard } from '../state/DashboardContext.ts';
import { isPerDay, PER_DAY } from '../words/perDay.ts';
import { Notice } from './Notice.tsx';

/** Says why a view means little where the site keeps no cookies; nothing for any other. */
export const PerDayNotice = ({ view }: { readonly view: keyof typeof PER_DAY }) => {
  const { site } = useDashboard();
  return isPerDay(site) ? <Notice title="This shop keeps no cookies">{PER_DAY[view]}</Notice> : null;
};
