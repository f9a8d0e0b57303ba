import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { freePort, startServer } from '../servers/process.ts';
import { chromiumPath } from '../servers/servers.ts';
import { CHROME } from '../support/apiGatewayEvents.ts';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * What it says it is: headless Chromium says so, and is a bot by the rules. For the whole browser: a page's own setting does not
 * reach the beacon that it sends as it goes.
 */
const USER_AGENT = `--user-agent=${CHROME}`;

/** Tests play people: under Playwright pages are told that a program turns them (`navigator.webdriver`), which speaks for a bot. */
const NO_AUTOMATION_HINT = '--disable-blink-features=AutomationControlled';

/** Chromium under Playwright, with the back/forward cache that Playwright would switch off. Its tabs are never hidden, and nothing is prerendered. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    args: [...FLAGS, USER_AGENT, NO_AUTOMATION_HINT],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });

/** Chromium with nobody attached to its pages, so that tabs hide each other and speculation rules prerender, as on a visitor's machine. */
export const startChromium = async () => {
  const port = await freePort();
  const profile = await mkdtemp(join(tmpdir(), 'footfall-chromium-'));
  const server = await startServer(
    chromiumPath(),
    [
      ...FLAGS,
      '--no-first-run',
      `--remote-debugging-port=${port}`,
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { port },
  );
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}/json/${path}`, { method: 'PUT' });
  return {
    /** Opens a tab in front of the others. */
    open: async (url: string) => {
      const { id } = (await (await ask(`new?${url}`)).json()) as { id: string };
      return {
        bringToFront: () => ask(`activate/${id}`),
        close: () => ask(`close/${id}`),
      };
    },
    stop: server.stop,
  };
};
