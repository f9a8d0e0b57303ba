import { describe, expect, it } from 'vitest';
import { testSites } from '../support/testShop.ts';
import { day, storedShop, TODAY } from './storedShop.ts';

const RANGE = { from: TODAY, to: TODAY };
const QUESTIONS = [
  ['summary', RANGE],
  ['breakdown', { ...RANGE, by: 'device' }],
] as const;

describe('the numbers of visitors', () => {
  it.each(QUESTIONS)('are per day where the site keeps no cookies, and %s says so', async (name, query) => {
    const [site, ...others] = testSites;
    const shop = storedShop({ sites: [{ ...site, privacy: 'cookieless' }, ...others] });
    await shop.day(day(TODAY), []);
    expect((await shop.ask(name, query)).status.uniqueVisitsPer).toBe('day');
  });

  it.each(QUESTIONS)('are of the whole range elsewhere, and %s says nothing of it', async (name, query) => {
    const shop = storedShop();
    await shop.day(day(TODAY), []);
    expect((await shop.ask(name, query)).status).not.toHaveProperty('uniqueVisitsPer');
  });
});
