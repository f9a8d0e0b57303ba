// @vitest-environment jsdom
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { firstViewUrls } from '../../bench/metrics/dashboardFirstView.ts';
import { DEFAULT_RANGE, resolveRange } from '../../web/dashboard/state/ranges.ts';

/** The little of a page that this test touches: the project's own types know no DOM. */
const { document, localStorage } = globalThis as unknown as {
  readonly document: { readonly body: { innerHTML: string } };
  readonly localStorage: { setItem(key: string, value: string): void };
};
const TODAY = '2026-11-22';
/** Its types are those of the web. */
const DASHBOARD = join(import.meta.dirname, '../../web/dashboard/main.tsx');

it('the benchmark asks what the dashboard asks when it is opened', async () => {
  const site = {
    id: 'shop',
    timezone: 'Europe/Berlin',
    currency: 'EUR',
    today: TODAY,
    firstDay: '2026-01-01',
  };
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    if (url.endsWith('/me')) return Response.json({ sites: [site], now: `${TODAY}T12:00:00Z` });
    return new Promise(() => undefined);
  });
  localStorage.setItem('footfall-signed-in', 'yes');
  document.body.innerHTML = '<div id="root"></div>';

  await import(/* @vite-ignore */ DASHBOARD);
  const { me, rest } = firstViewUrls(site.id, resolveRange(DEFAULT_RANGE, TODAY));
  // React's strict mode asks everything twice while it is developed.
  await vi.waitFor(() => expect(new Set(asked)).toEqual(new Set([me, ...rest])), { timeout: 15_000 });
  expect(asked[0]).toBe(me);
});
