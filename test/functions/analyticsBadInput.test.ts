import { describe, expect, it } from 'vitest';
import { DIMENSIONS } from '../../src/domain/metrics/dimensions.ts';
import { storedShop } from '../analytics/storedShop.ts';
import { eventV1 } from '../support/apiGatewayEvents.ts';
import { testSites } from '../support/testShop.ts';

const RANGE = { from: '2026-11-01', to: '2026-11-07' };
const DATE = 'must be a date that exists, as YYYY-MM-DD.';
const dimensions = [...DIMENSIONS];

/** What a bad request gets. */
const refusalOf = async (name: string, query: string | { readonly [name: string]: string }) => {
  const shop = storedShop();
  const text = typeof query === 'string' ? query : new URLSearchParams({ site: 'shop', ...query }).toString();
  const answer = await shop.get(`/api/analytics/${name}`, {}, { query: text });
  expect(shop.log.lines).toEqual([]);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  return { status: answer.statusCode, ...JSON.parse(answer.body ?? '').error };
};

describe('a question that is refused with 400 names the field and what is allowed', () => {
  it.each([
    [
      'an unknown site',
      'summary',
      { ...RANGE, site: 'nobody' },
      'site',
      ['shop', 'other'],
      'No site has this id.',
    ],
    [
      'no site where there are several',
      'summary',
      'from=2026-11-01&to=2026-11-07',
      'site',
      ['shop', 'other'],
      'site is missing: there are several.',
    ],
    ['an empty site', 'realtime', { site: '' }, 'site', ['shop', 'other'], 'No site has this id.'],
    ['no from', 'summary', { to: '2026-11-07' }, 'from', undefined, 'from is missing.'],
    ['no to', 'quality', { from: '2026-11-07' }, 'to', undefined, 'to is missing.'],
    [
      'a day that its month does not have',
      'summary',
      { ...RANGE, from: '2026-02-30' },
      'from',
      undefined,
      `from ${DATE}`,
    ],
    ['29 February of a common year', 'daily', { ...RANGE, to: '2026-02-29' }, 'to', undefined, `to ${DATE}`],
    ['a month that does not exist', 'daily', { ...RANGE, to: '2026-13-01' }, 'to', undefined, `to ${DATE}`],
    ['a time for a date', 'daily', { ...RANGE, to: '2026-11-07T00:00:00Z' }, 'to', undefined, `to ${DATE}`],
    ['an empty date', 'funnel', { ...RANGE, from: '' }, 'from', undefined, `from ${DATE}`],
    [
      'a year before there were any',
      'funnel',
      { from: '1601-01-01', to: '1601-01-02' },
      'from',
      undefined,
      `from ${DATE}`,
    ],
    [
      'from after to',
      'summary',
      { from: '2026-11-08', to: '2026-11-07' },
      'from',
      undefined,
      'from must not be after to.',
    ],
    [
      'a range over three years',
      'summary',
      { from: '2023-11-07', to: '2026-11-07' },
      'to',
      undefined,
      'The range must be at most 3 years.',
    ],
    [
      'an unknown comparison',
      'summary',
      { ...RANGE, compare: 'month' },
      'compare',
      ['previous', 'year'],
      'compare must be one of previous, year.',
    ],
    [
      'an unknown interval',
      'daily',
      { ...RANGE, interval: 'week' },
      'interval',
      ['day', 'hour'],
      'interval must be one of day, hour.',
    ],
    [
      'many days by the hour',
      'daily',
      { ...RANGE, interval: 'hour' },
      'interval',
      ['day'],
      'By the hour the range must be at most 3 days.',
    ],
    [
      'an unknown period',
      'retention',
      { ...RANGE, by: 'year' },
      'by',
      ['week', 'month'],
      'by must be one of week, month.',
    ],
    [
      'an unknown format',
      'summary',
      { ...RANGE, format: 'xml' },
      'format',
      ['json', 'csv'],
      'format must be one of json, csv.',
    ],
    ['no dimension', 'breakdown', RANGE, 'by', dimensions, 'by is missing.'],
    [
      'an unknown dimension',
      'breakdown',
      { ...RANGE, by: 'colour' },
      'by',
      dimensions,
      `by must be one of ${dimensions.join(', ')}.`,
    ],
    [
      'a dimension that is a prototype’s',
      'breakdown',
      { ...RANGE, by: '__proto__' },
      'by',
      dimensions,
      undefined,
    ],
    [
      'a limit of nothing',
      'breakdown',
      { ...RANGE, by: 'os', limit: '0' },
      'limit',
      undefined,
      'limit must be a whole number from 1 to 500.',
    ],
    [
      'a limit that is too large',
      'breakdown',
      { ...RANGE, by: 'os', limit: '501' },
      'limit',
      undefined,
      undefined,
    ],
    [
      'a limit that is no number',
      'breakdown',
      { ...RANGE, by: 'os', limit: '1e2' },
      'limit',
      undefined,
      undefined,
    ],
    ['an unknown filter', 'summary', { ...RANGE, filter: 'colour:red' }, 'filter', dimensions, undefined],
    ['a filter without a value', 'summary', { ...RANGE, filter: 'channel' }, 'filter', dimensions, undefined],
    ['an empty filter', 'summary', { ...RANGE, filter: '' }, 'filter', dimensions, undefined],
    [
      'a filter on another dimension',
      'breakdown',
      { ...RANGE, by: 'os', filter: 'channel:email' },
      'filter',
      ['os'],
      'A breakdown is filtered by its own dimension here; ask /api/analytics/explore for others.',
    ],
    [
      'a parameter that is not known',
      'quality',
      { ...RANGE, filter: 'channel:email' },
      'filter',
      ['site', 'format', 'from', 'to'],
      'There is no such parameter here.',
    ],
    [
      'a parameter given twice',
      'summary',
      'site=shop&from=2026-11-01&to=2026-11-07&from=2026-11-02',
      'from',
      undefined,
      'from must be given once.',
    ],
    [
      'a parameter given twice alike',
      'realtime',
      'site=shop&site=shop',
      'site',
      undefined,
      'site must be given once.',
    ],
    [
      'a value that is too long',
      'summary',
      { ...RANGE, filter: `channel:${'x'.repeat(2_500)}` },
      'filter',
      undefined,
      'filter must be at most 2500 characters long.',
    ],
  ] as const)('%s', async (_, name, query, field, allowed, message) => {
    const refusal = await refusalOf(name, query);
    expect(refusal).toMatchObject({ status: 400, field });
    expect(refusal.allowed).toEqual(allowed);
    if (message !== undefined) expect(refusal.message).toBe(message);
  });

  it('an unknown metric to sort by', async () => {
    const refusal = await refusalOf('breakdown', { ...RANGE, by: 'os', sort: 'beauty' });
    expect(refusal).toMatchObject({ status: 400, field: 'sort', code: 'invalid' });
    expect(refusal.allowed).toContain('uniqueVisits');
  });

  it('a very long name, which is not repeated in full', async () => {
    const { field } = await refusalOf('realtime', `${'x'.repeat(5_000)}=1`);
    expect(field).toHaveLength(40);
  });
});

describe('a question that is just right', () => {
  it.each([
    ['three years to the day', 'summary', { from: '2023-11-08', to: '2026-11-07' }],
    ['29 February of a leap year', 'daily', { from: '2024-02-29', to: '2024-02-29' }],
    ['three days by the hour', 'daily', { from: '2026-11-01', to: '2026-11-03', interval: 'hour' }],
    ['the largest limit', 'breakdown', { ...RANGE, by: 'os', limit: '500' }],
    ['a day far off', 'summary', { from: '2150-01-01', to: '2150-01-01', compare: 'year' }],
    [
      'the first day of all, and the year before',
      'summary',
      { from: '1970-01-01', to: '1970-01-01', compare: 'year' },
    ],
    ['a value that nobody could have made up', 'summary', { ...RANGE, filter: 'source:__proto__' }],
  ] as const)('is answered: %s', async (_, name, query) => {
    await storedShop().ask(name, query);
  });

  it('names no site where there is one', async () => {
    const shop = storedShop({ sites: [testSites[0]] });
    const answer = await shop.get('/api/analytics/summary', RANGE);
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ site: 'shop' });
  });

  it('comes through a REST API as well', async () => {
    const { handler } = storedShop();
    const answer = await handler(
      eventV1({
        method: 'GET',
        path: '/api/analytics/summary',
        query: 'site=shop&from=2026-11-01&to=2026-11-07&filter=landingPage%3A%2Fa%20b',
        headers: { authorization: 'Bearer a-token-for-programs-of-the-staff' },
      }),
    );
    expect(answer.statusCode).toBe(200);
  });
});
