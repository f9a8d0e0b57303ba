import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SHOP_ORIGIN } from '../../bench/traffic/site.ts';
import { DIMENSIONS } from '../../src/domain/metrics/dimensions.ts';
import { VIEW_NAMES } from '../../web/dashboard/state/address.ts';
import { describeWith } from '../servers/servers.ts';
import { CHROME } from '../support/apiGatewayEvents.ts';
import { aggregateByHand } from '../support/staffClient.ts';
import { launchChromium } from '../web/chromium.ts';
import { escaped } from './attacks.ts';
import { FORMULAS, MARKUP } from './corpus/texts.ts';
import { askUntilHeard, faultIn } from './faultIn.ts';
import { forget, type HostileFootfall, startHostileFootfall } from './hostileFootfall.ts';

const TIME_LIMIT_MS = 240_000;
const PLANTED = [...FORMULAS, ...MARKUP];
const NUMBER = /^-?\d+(?:\.\d+)?$/;
/** What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** The cells of a CSV file, as RFC 4180 reads it. */
const cellsOf = (csv: string): string[] =>
  [...csv.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    ([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare,
  );

/** A visit in which everything that a page or a browser tells is hostile. */
const visitOf = (text: string, name: string) => ({
  events: [
    {
      eventType: 'page_view',
      path: `/${text}`,
      url: `${SHOP_ORIGIN}/${escaped(text)}?${['source', 'medium', 'campaign', 'term', 'content']
        .map((part) => `utm_${part}=${escaped(text)}`)
        .join('&')}`,
      title: text,
      referrer: `https://${name}.example/${escaped(text)}`,
      properties: {
        [text
          .slice(0, 60)
          .replaceAll(/[.\p{Cc}]/gu, '')
          .replace(/^\$/, '') || 'a']: text,
        text,
      },
    },
    {
      eventType: 'add_to_cart',
      path: '/',
      properties: { productId: text, quantity: 1, cartValueMinor: 100 },
    },
  ],
});

describeWith(['chromium'], 'what somebody told of himself, shown to the staff', () => {
  let footfall: HostileFootfall;
  let url: string;
  let today: string;
  beforeAll(async () => {
    footfall = await startHostileFootfall(4);
    url = `http://localhost:${footfall.port}`;
    const report = footfall.operations.find(({ id }) => id === 'reportConversion');
    if (report === undefined) throw new Error('there is no operation reportConversion');
    for (const [index, text] of PLANTED.entries()) {
      // Some of them make a robot of who says it in his user agent: they are told by people too.
      const printable = Buffer.from(text.replaceAll(/\p{Cc}/gu, '')).toString('latin1');
      for (const userAgent of [CHROME, `${CHROME} ${printable}`]) {
        const visit = await askUntilHeard(footfall.client, {
          method: 'POST',
          path: '/track',
          headers: { ...footfall.browser(), 'content-type': 'application/json', 'user-agent': userAgent },
          body: JSON.stringify(visitOf(text, `site${index}`)),
        });
        expect([text, visit.status, faultIn(visit)]).toEqual([text, 200, undefined]);
      }
      const order = JSON.stringify({
        orderId: `o${index}${text.replaceAll(/\p{Cc}/gu, '')}`,
        amountMinor: 100,
        currency: 'EUR',
      });
      const told = await askUntilHeard(footfall.client, {
        method: 'POST',
        path: report.path,
        headers: { ...footfall.credentials(report, order), 'content-type': 'application/json' },
        body: order,
      });
      expect([text, told.status]).toEqual([text, 200]);
    }
    await aggregateByHand({ url, token: footfall.controlToken });
    today = new Date().toISOString().slice(0, 10);
  }, TIME_LIMIT_MS);
  afterAll(async () => {
    if (footfall) await forget(footfall);
  });

  const csvOf = async (id: string, query: string): Promise<string> => {
    const operation = footfall.operations.find((one) => one.id === id);
    if (operation === undefined) throw new Error(`there is no operation ${id}`);
    const answer = await askUntilHeard(footfall.client, {
      method: 'GET',
      path: `${operation.path}?format=csv&${query}`,
      headers: footfall.credentials(operation, ''),
    });
    expect([id, answer.status, answer.headers['content-type']]).toEqual([id, 200, 'text/csv; charset=utf-8']);
    return answer.body;
  };

  it('is no formula in any CSV file', async () => {
    const range = `from=${today}&to=${today}`;
    const cells = [
      ...(await Promise.all(DIMENSIONS.map((by) => csvOf('breakdown', `${range}&by=${by}&limit=500`)))),
      ...(await Promise.all(DIMENSIONS.map((by) => csvOf('explore', `${range}&by=${by}`)))),
      await csvOf('daily', range),
      await csvOf('coverage', range),
    ].flatMap(cellsOf);
    expect(cells.filter((cell) => FORMULA.test(cell) && !NUMBER.test(cell))).toEqual([]);
    // It was there to be found.
    for (const text of FORMULAS.filter((formula) => /^[=+\-@＝＋－＠]/.test(formula))) {
      expect(cells).toContain(`'${text}`);
    }
  });

  it(
    'runs in no view of the dashboard, nor on the page of live sessions',
    async () => {
      const browser = await launchChromium();
      try {
        const context = await browser.newContext();
        const strange: string[] = [];
        const asked = new Set<string>();
        context.on('dialog', (dialog) => void strange.push(`a dialog: ${dialog.message()}`));
        context.on('request', (request) => {
          const { origin, protocol } = new URL(request.url());
          if (origin !== url && protocol !== 'data:') strange.push(`asked for ${request.url()}`);
          asked.add(new URL(request.url()).pathname);
        });
        context.on('weberror', ({ error }) => void strange.push(String(error())));
        const page = await context.newPage();
        const texts: string[] = [];
        const look = async (path: string): Promise<void> => {
          await page.goto(`${url}${path}`);
          await page.waitForLoadState('networkidle');
          await expect.poll(() => page.locator('.skeleton').count(), { timeout: 15_000 }).toBe(0);
          if ((await pwned(page)) !== undefined) strange.push(`${path} ran it`);
          texts.push(await page.locator('body').innerText());
        };
        await page.goto(`${url}/dashboard/`);
        await page.getByLabel('Password').fill('the password of the benchmark alone');
        await page.getByRole('button', { name: 'Log in' }).click();
        await page.getByRole('navigation').first().waitFor();

        const range = `range=${today}..${today}`;
        for (const view of VIEW_NAMES) await look(`/dashboard/${view === 'overview' ? '' : view}?${range}`);
        for (const all of DIMENSIONS) await look(`/dashboard/?${range}&all=${all}`);
        const elements = MARKUP.filter((markup) => markup.includes('<s') || markup.includes('<i'));
        for (const text of elements) {
          await look(`/dashboard/?${range}&filter=${escaped(`campaign:${text}`)}`);
          await look(`/dashboard/journeys?visitor=${escaped(text)}`);
        }
        await look('/live');
        expect(strange).toEqual([]);
        // It was there to be run.
        const shown = texts.join('\n');
        for (const text of elements) expect(shown).toContain(text);
        expect(asked).toContain('/api/local/sessions');
      } finally {
        await browser.close();
      }
    },
    TIME_LIMIT_MS,
  );
});

const pwned = (page: Page): Promise<unknown> => page.evaluate('window.__pwned');
