import { expect, it, onTestFinished } from 'vitest';
import { formatMetric } from '../../../web/dashboard/format/metric.ts';
import { HEADLINES } from '../../../web/dashboard/words/metrics.ts';
import { launchChromium } from '../../web/chromium.ts';
import type { Deployed } from './openDeployed.ts';
import { until } from './until.ts';
import { YESTERDAY } from './yesterday.ts';

/** A real browser on the deployed pages. */
export const theBrowser = (deployed: () => Deployed): void => {
  const openPage = async () => {
    const browser = await launchChromium();
    onTestFinished(() => browser.close());
    // Numbers are written as this process writes them.
    const context = await browser.newContext({ locale: Intl.NumberFormat().resolvedOptions().locale });
    return { context, page: await context.newPage() };
  };

  it('in Chromium, a look at the shop is a session in MongoDB', async () => {
    const { url, record } = deployed();
    const { context, page } = await openPage();
    await page.goto(`${url}/`);
    await page
      .getByRole('link', { name: /Red Runners/ })
      .first()
      .click();
    const cookie = await until('a session cookie in Chromium', async () => {
      const found = (await context.cookies()).find(({ name }) => name === 'session');
      expect(found).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax' });
      return found;
    });
    const { sid } = JSON.parse(Buffer.from(cookie?.value.split('.')[0] ?? '', 'base64url').toString());
    await until('two page views of the look in MongoDB', async () =>
      expect(await record('sessions', { _id: sid })).toMatchObject([
        { pageViews: 2, landingPage: '/', exitPage: '/products/red-runners' },
      ]),
    );
  });

  it('in Chromium, the dashboard shows the numbers of the day that has ended', async () => {
    const { url, staff, ask } = deployed();
    const { page } = await openPage();
    await page.goto(`${url}/dashboard/?range=${YESTERDAY}..${YESTERDAY}`);
    await page.getByLabel('Password').fill(staff.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    const { current } = await ask(`analytics/summary?from=${YESTERDAY}&to=${YESTERDAY}`);
    const written = HEADLINES.map((name) => formatMetric(name, current[name], 'EUR', 'headline'));
    expect(current.totalVisits).toBe(3);
    await until('the numbers on the page', async () =>
      expect(await page.locator('.tile .tile-value').allTextContents()).toEqual(written),
    );
  });
};
