// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Dashboard, DashboardContext } from '../../web/dashboard/state/DashboardContext.ts';
import { PerDayNotice } from '../../web/dashboard/ui/PerDayNotice.tsx';
import { METRIC_NAMES, METRICS, metricWords } from '../../web/dashboard/words/metrics.ts';
import { PER_DAY } from '../../web/dashboard/words/perDay.ts';
import { SITES } from './dashboardAnswers.ts';

const SITE: Dashboard['site'] = SITES[0];
const COOKIELESS = { ...SITE, uniqueVisitsPer: 'day' } as const;

describe('what the metrics are called', () => {
  test('says per day of visitors where the shop keeps no cookies, and why', () => {
    expect(metricWords('uniqueVisits', COOKIELESS)).toMatchObject({
      label: 'Visitors (per day)',
      explained: expect.stringContaining('once a day'),
    });
    for (const name of ['newVisitors', 'returningVisitors'] as const) {
      expect(metricWords(name, COOKIELESS).explained).toContain('keeps no cookies');
      expect(metricWords(name, COOKIELESS).label).toBe(METRICS[name].label);
    }
  });

  test('is what it always was elsewhere', () => {
    for (const name of METRIC_NAMES) expect(metricWords(name, SITE)).toEqual(METRICS[name]);
  });
});

describe('a view that means little where the shop keeps no cookies', () => {
  let root: Root;
  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    root = createRoot(document.body.appendChild(document.createElement('div')));
  });
  afterEach(async () => {
    await act(async () => root.unmount());
    vi.unstubAllGlobals();
  });
  const show = (site: Dashboard['site']) =>
    act(async () =>
      root.render(
        <DashboardContext value={{ site } as Dashboard}>
          <PerDayNotice view="retention" />
        </DashboardContext>,
      ),
    );

  test('says why', async () => {
    await show(COOKIELESS);
    expect(document.querySelector('[role=status]')?.textContent).toContain(PER_DAY.retention);
  });

  test('says nothing of it elsewhere', async () => {
    await show(SITE);
    expect(document.querySelector('[role=status]')).toBeNull();
  });
});
