import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startFootfall } from '../../local/startFootfall.ts';
import { readRecord, temporaryFootfall } from '../local/temporaryFootfall.ts';
import { describeWith } from '../servers/servers.ts';
import { CHROME } from '../support/apiGatewayEvents.ts';
import { eventually } from '../support/httpVisitor.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';
import { launchChromium } from '../web/chromium.ts';

describeWith(['chromium'], 'the page of live sessions in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  /** A browser with an empty profile, and what no page may do: ask another host, or complain. */
  const emptyProfile = async (url: string) => {
    const context = await browser.newContext({ locale: 'en-GB', userAgent: CHROME });
    onTestFinished(() => context.close());
    const complaints: string[] = [];
    context.on('request', (request) => {
      if (!request.url().startsWith(`${url}/`)) complaints.push(`asked for ${request.url()}`);
    });
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(String(error.error())));
    return { page: await context.newPage(), complaints };
  };

  const go = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name }).click();
  const ownSession = (page: Page) => page.locator('.session.own');
  const tellsOwn = (page: Page, text: string): Promise<void> =>
    eventually(async () => expect(await ownSession(page).locator('summary').textContent()).toContain(text));
  const toldEvents = (page: Page) => ownSession(page).locator('.event .type').allTextContents();

  it('shows a visit as it happens: one page view a route, in one session of one visitor', async () => {
    const dataDir = await temporaryDataDir();
    const { url, stop } = await temporaryFootfall({ dataDir });
    const { page, complaints } = await emptyProfile(url);
    await page.goto(`${url}/live?utm_source=news&utm_medium=email`);
    await page.locator('.tile').first().waitFor();
    await go(page, 'Shoes');
    await page.getByRole('link', { name: 'Red runners' }).click();
    await page.getByRole('button', { name: 'Add Red runners to the cart' }).click();
    await go(page, 'Cart');
    await page.getByRole('button', { name: 'Start checkout' }).click();
    await page.goBack();
    await tellsOwn(page, '5 page views');
    await eventually(async () => {
      expect(await page.locator('.session').count()).toBe(1);
      const facts = await ownSession(page).locator('.facts').textContent();
      expect(facts).toMatch(/Landing page\/liveExit page\/live\/shoes\/red/);
      expect(facts).toContain('ChannelEmail');
      expect(await toldEvents(page)).toEqual(
        expect.arrayContaining(['session started', 'product view', 'add to cart', 'checkout started']),
      );
    });
    await page.close();
    await stop();

    const { sessions, events } = await readRecord(dataDir);
    // A closed page's last beacon is sent past Playwright, by a browser that calls itself headless: a bot.
    expect(sessions.filter(({ bot }) => bot?.bot !== true)).toMatchObject([
      { pageViews: 5, cartAdds: 1, checkoutStarted: true, bounce: false },
    ]);
    expect(
      events
        .filter(({ type }) => type === 'page_view')
        .sort((a, b) => a.occurredAt - b.occurredAt)
        .map(({ path }) => path),
    ).toEqual(['/live', '/live/shoes', '/live/shoes/red', '/live/checkout', '/live/shoes/red']);
    expect(complaints).toEqual([]);
  });

  it('says that the server is gone, keeps what is clicked, and goes on when it is back', async () => {
    const dataDir = await temporaryDataDir();
    const { url, stop } = await temporaryFootfall({ dataDir });
    const { page } = await emptyProfile(url);
    await page.goto(`${url}/live`);
    await page.locator('.tile').first().waitFor();
    await tellsOwn(page, '1 page view');
    await stop();
    await page.getByRole('heading', { name: 'The server does not answer' }).waitFor();
    await go(page, 'Hats');

    const port = Number(new URL(url).port);
    const again = await startFootfall({ port, dataDir, environment: {}, log: keptLog() });
    onTestFinished(() => again.stop());
    await tellsOwn(page, '2 page views');
    await eventually(async () => expect(await page.locator('.fault').count()).toBe(0));
    expect(await page.locator('.session').count()).toBe(1);
  });

  it('can be walked through by keyboard alone, and shows where one is', async () => {
    const { url } = await temporaryFootfall();
    const { page } = await emptyProfile(url);
    await page.goto(`${url}/live`);
    await page.locator('.tile').first().waitFor();
    await page.keyboard.press('Tab');
    const focusedIs = (text: string) =>
      eventually(async () => expect(await page.locator(':focus').textContent()).toBe(text));
    await focusedIs('Skip to the shop');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await focusedIs('Shoes');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/live/shoes');
    await focusedIs('Shoes');
    await eventually(async () =>
      expect(await page.locator('[aria-current=page]').textContent()).toBe('Shoes'),
    );
  });

  it('fits a phone', async () => {
    const { url } = await temporaryFootfall();
    const { page } = await emptyProfile(url);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${url}/live/shoes/red`);
    await ownSession(page).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
});
