import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import { storedEvents } from '../../src/writer/storedEvents.ts';
import {
  eventsOf,
  pageView,
  shopHandler,
  type TestDependencies,
  testBrowser,
  testDependencies,
  testSites,
} from '../support/testShop.ts';

/** A browser that a program controls: its headers are those of people. */
const CONTROLLED = { ...pageView(), automation: true };

const signsOf = (deps: TestDependencies) => eventsOf(deps).filter(({ type }) => type === 'bot_signs');
const verdictOf = (deps: TestDependencies) =>
  foldSession({ events: deps.messages.flatMap(storedEvents), site: testSites[0] })?.bot;

describe('what speaks against a visit and does not suffice', () => {
  it('is kept with the session that a request begins', async () => {
    const deps = testDependencies();
    const answer = await testBrowser(createHandler(deps)).track(CONTROLLED);
    expect(answer.setCookies).toHaveLength(2);
    expect(eventsOf(deps)[0]?.context?.bot).toMatchObject({
      bot: false,
      reasons: ['automation_webdriver'],
    });
    expect(signsOf(deps)).toEqual([]);
  });

  it('is told of a session that began without it, as one event however often', async () => {
    const deps = testDependencies();
    const browser = testBrowser(createHandler(deps));
    await browser.track(pageView());
    for (let time = 0; time < 3; time++) await browser.track(CONTROLLED);
    const signs = signsOf(deps);
    expect(signs.map(({ properties }) => properties)).toEqual(
      Array.from({ length: 3 }, () => ({ reasons: ['automation_webdriver'] })),
    );
    expect(new Set(signs.map(({ id }) => id)).size).toBe(1);
    expect(verdictOf(deps)).toMatchObject({ bot: false, reasons: ['automation_webdriver'] });
  });

  it('is not told by a request that brings no event', async () => {
    const deps = testDependencies();
    const browser = testBrowser(shopHandler(deps, { pageViews: 'browser' }));
    const headers = { 'accept-language': '' };
    await browser.send({ headers });
    expect(eventsOf(deps)[0]?.context?.bot).toMatchObject({ reasons: ['no_accept_language'] });
    const before = eventsOf(deps).length;
    await browser.send({ headers });
    expect(eventsOf(deps)).toHaveLength(before);
  });

  it('makes a bot together with another reason, and then no cookie', async () => {
    const [site, ...others] = testSites;
    const sites = [{ ...site, botNetworks: ['198.51.100.0/24'] }, ...others] as const;
    const deps = testDependencies({ sites });
    const answer = await testBrowser(createHandler(deps), { address: '198.51.100.7' }).track(CONTROLLED);
    expect(answer).toMatchObject({ statusCode: 200, setCookies: [] });
    expect(eventsOf(deps)[0]?.context?.bot).toMatchObject({
      bot: true,
      reasons: ['automation_webdriver', 'listed_network'],
    });
  });

  it.each(['bot_signs', 'bot_overruled', 'bot_relabelled'])(
    'is no browser’s to say: %s',
    async (eventType) => {
      const answer = await testBrowser(createHandler(testDependencies())).track({ ...pageView(), eventType });
      expect(answer.statusCode).toBe(400);
    },
  );

  it('is a yes or a no', async () => {
    const deps = testDependencies();
    const answer = await testBrowser(createHandler(deps)).track({ ...pageView(), automation: 'yes' });
    expect(answer).toMatchObject({ statusCode: 400, body: expect.stringContaining('automation') });
    await testBrowser(createHandler(deps)).track({ ...pageView(), automation: false });
    expect(eventsOf(deps)[0]?.context?.bot).toBeUndefined();
  });
});
