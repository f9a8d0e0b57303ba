import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { DIMENSIONS } from '../../src/domain/metrics/dimensions.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { peopleOperations } from '../../src/people/operations/peopleOperations.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { createStaffCookie } from '../../src/staff/staffCookie.ts';
import { withDb } from '../adapters/embedded/openDb.ts';
import { PASSWORD_HASH, storedShop, TOKEN } from '../analytics/storedShop.ts';
import { BOT, MINUTE, START, startOf } from '../domain/sessions/foldFixtures.ts';
import { peopleOnDb } from '../people/peopleOnDb.ts';
import { placed, storeEvents, visit } from '../people/storedEvents.ts';
import { eventV1 } from '../support/apiGatewayEvents.ts';
import { testKeys, testSites } from '../support/testShop.ts';

/** The day on which the example sessions start. */
const DAY = '2026-03-05';
const RANGE = `site=shop&from=${DAY}&to=${DAY}`;

/** Visits that came by a campaign each; the page that they saw first is not known. */
const campaigns = (names: readonly string[]) =>
  names.flatMap((campaign, index) => [
    startOf(
      { utm: { campaign, source: 'x', medium: 'email' } },
      { ...placed({ session: `s${index}`, visitor: `of ${campaign}` }), id: `start-${index}` },
    ),
  ]);

type Options = Partial<Parameters<typeof peopleOnDb>[0]>;

/** Two visitors and a bot in the record. */
const withPeople = (
  body: (people: ReturnType<typeof peopleOnDb>, db: DriverDb) => Promise<void>,
  optionsOf: (db: DriverDb) => Options = () => ({}),
) =>
  withDb(async (db) => {
    await storeEvents(db, testSites, [
      ...visit({ session: 's1', visitor: 'anna' }),
      ...visit({ session: 's2', visitor: 'ben' }, { device: { type: 'desktop' }, country: 'FR' }),
      ...visit({ session: 's3', visitor: 'crawler' }, { bot: BOT }),
    ]);
    const now = () => START + MINUTE;
    await body(peopleOnDb({ db, sites: testSites, now, ...optionsOf(db) }), db);
  });

const errorOf = ({ statusCode, body }: HttpAnswer) => ({
  status: statusCode,
  ...JSON.parse(body ?? '').error,
});

describe('the people function', () => {
  it.each(['explore', 'devices', 'coverage', 'journeys/anna', 'visitors', 'nothing/here'])(
    'tells nobody of /api/analytics/%s but the staff',
    (path) =>
      withPeople(async ({ request }) => {
        for (const headers of [
          {},
          { authorization: 'Bearer wrong' },
          { cookie: 'footfall_staff=forged.x' },
        ]) {
          const answer = await request(path, RANGE, { headers });
          expect(errorOf(answer)).toMatchObject({ status: 401, code: 'unauthorized' });
          expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
        }
      }),
  );

  it("believes the staff's cookie, in both payload formats", () =>
    withPeople(async ({ request, handler }) => {
      const cookie = createStaffCookie({ keys: testKeys, passwordHash: PASSWORD_HASH }).issue(START);
      const cookies = [cookie.split(';')[0] ?? ''];
      const answer = await request('visitors', 'site=shop', { headers: {}, cookies });
      expect(answer.statusCode).toBe(200);
      const path = '/api/analytics/visitors';
      const asV1 = eventV1({ method: 'GET', path, query: 'site=shop', cookies });
      expect(await handler(asV1)).toMatchObject({ statusCode: 200, body: answer.body });
    }));

  it.each([
    ['an unknown site', 'explore', RANGE.replace('shop', 'nowhere'), 'site', ['shop', 'other']],
    ['no site where there are several', 'visitors', '', 'site', ['shop', 'other']],
    ['a date that does not exist', 'explore', 'site=shop&from=2026-02-30&to=2026-03-05', 'from', undefined],
    ['a range that ends first', 'explore', 'site=shop&from=2026-03-06&to=2026-03-05', 'from', undefined],
    ['32 days', 'explore', 'site=shop&from=2026-02-02&to=2026-03-05', 'to', undefined],
    ['32 days of devices', 'devices', 'site=shop&from=2026-02-02&to=2026-03-05', 'to', undefined],
    [
      'devices of days whose sessions are not kept',
      'devices',
      'site=shop&from=2025-02-02&to=2025-02-03',
      'from',
      undefined,
    ],
    ['a filter of devices', 'devices', `${RANGE}&filter=device:mobile`, 'filter', ['site', 'from', 'to']],
    ['no range of orders', 'coverage', 'site=shop', 'from', undefined],
    [
      'three years and a day of orders',
      'coverage',
      'site=shop&from=2023-03-05&to=2026-03-05',
      'to',
      undefined,
    ],
    [
      'days whose sessions are not kept',
      'explore',
      'site=shop&from=2025-02-02&to=2025-02-03',
      'from',
      undefined,
    ],
    ['an unknown dimension', 'explore', `${RANGE}&by=colour`, 'by', DIMENSIONS],
    ['a filter of an unknown dimension', 'explore', `${RANGE}&filter=colour:red`, 'filter', DIMENSIONS],
    ['four filters', 'explore', `${RANGE}${'&filter=device:mobile'.repeat(4)}`, 'filter', undefined],
    ['two dimensions', 'explore', `${RANGE}&by=device&by=os`, 'by', undefined],
    ['an unknown parameter', 'journeys/anna', 'site=shop&from=2026-03-05', 'from', ['site', 'format']],
    ['too many visitors', 'visitors', 'site=shop&limit=101', 'limit', undefined],
    ['no visitors', 'visitors', 'site=shop&limit=0', 'limit', undefined],
    ['an unknown format', 'visitors', 'site=shop&format=xml', 'format', ['json', 'csv']],
  ])('refuses %s, with the field and what is allowed', (_, path, query, field, allowed) =>
    withPeople(async ({ request }) => {
      const error = errorOf(await request(path, query));
      expect(error).toMatchObject({ status: 400, field });
      if (allowed !== undefined) expect(error.allowed).toEqual(expect.arrayContaining([...allowed]));
    }),
  );

  it('answers 405 to other methods, and 404 for nobody and for other paths', () =>
    withPeople(async ({ request }) => {
      const posted = await request('visitors', 'site=shop', {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      expect(errorOf(posted)).toMatchObject({ status: 405, allowed: ['GET', 'HEAD'] });
      for (const path of ['journeys/nobody', 'journeys/%E0', 'journeys/a/b', 'nothing']) {
        expect(errorOf(await request(path, 'site=shop'))).toMatchObject({ status: 404, code: 'not_found' });
      }
    }));

  it('counts people under several filters, and bots only without any', () =>
    withPeople(async ({ ask }) => {
      const query = [
        ['site', 'shop'],
        ['from', DAY],
        ['to', DAY],
      ] as const;
      const all = await ask('explore', query);
      expect(all).toMatchObject({
        by: null,
        range: { from: DAY, to: DAY, days: 1 },
        filters: [],
        rows: [],
        total: { totalVisits: 2, uniqueVisits: 2, bots: 1 },
      });
      const some = await ask('explore', [
        ...query,
        ['by', 'device'],
        ['filter', 'country:FR'],
        ['filter', 'landingPage:/'],
      ]);
      expect(some).toMatchObject({
        by: 'device',
        filters: [
          { dimension: 'country', value: 'FR' },
          { dimension: 'landingPage', value: '/' },
        ],
        rows: [{ value: 'desktop', totalVisits: 1 }],
        total: { totalVisits: 1, bots: 0 },
      });
    }));

  it('tells the 500 largest values and the rest in one row, which no value can be taken for', () =>
    withDb(async (db) => {
      const names = Array.from({ length: 510 }, (_, index) => `c${index}`);
      await storeEvents(db, testSites, campaigns([...names, '(other)', '(other)']));
      const people = peopleOnDb({ db, sites: testSites, now: () => START + MINUTE });
      const { rows, total } = JSON.parse(
        (await people.request('explore', `${RANGE}&by=campaign`)).body ?? '',
      );
      expect(total).toMatchObject({ totalVisits: 512, uniqueVisits: 511 });
      expect(rows).toHaveLength(501);
      expect(rows[0]).toMatchObject({ value: '(other)', totalVisits: 2, uniqueVisits: 1 });
      expect(rows[0]).not.toHaveProperty('other');
      expect(rows[500]).toMatchObject({ value: '(other)', other: true, totalVisits: 11, uniqueVisits: 11 });
    }));

  it('gives each answer as a table', () =>
    withPeople(async ({ request }) => {
      const explored = await request('explore', `${RANGE}&by=device&format=csv`);
      expect(explored.headers).toMatchObject({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="footfall-shop-explore-${DAY}-${DAY}.csv"`,
      });
      expect(explored.body?.split('\r\n').map((line) => line.split(',').slice(0, 3).join())).toEqual([
        'value,totalVisits,uniqueVisits',
        'desktop,1,1',
        'mobile,1,1',
        '',
      ]);
      const total = await request('explore', `${RANGE}&format=csv`);
      expect(total.body).toContain('(all),2,2,');
      const devices = await request('devices', `${RANGE}&format=csv`);
      expect(devices.body?.split('\r\n')).toEqual([
        'device,sessions,visitors,convertedSessions,conversionRate',
        'desktop,1,1,0,0',
        'mobile,1,1,0,0',
        '',
      ]);
      const coverage = await request('coverage', `${RANGE}&format=csv`);
      expect(coverage.body?.split('\r\n').slice(0, 3)).toEqual([
        'what,orders,revenue',
        'all,0,0',
        'joined,0,0',
      ]);
      const visitors = await request('visitors', 'site=shop&format=csv');
      expect(visitors.body?.split('\r\n')[0]).toBe(
        'visitor,customer,lastSeenAt,sessions,device,country,converted',
      );
    }));

  it.each([
    ['explore', RANGE],
    ['devices', RANGE],
    ['coverage', RANGE],
    ['journeys/anna', 'site=shop'],
    ['visitors', 'site=shop'],
  ])('says of %s when to try again where the record does not answer', (path, query) => {
    const down = () => Promise.reject(new RecordUnavailable('down'));
    const broken: Options = {
      people: {
        identities: down,
        sessionsOfVisitors: down,
        visitorsOfCustomer: down,
        latestVisits: down,
        visitsOfVisitors: down,
        startsOfVisitors: down,
        buyingSessions: down,
      },
    };
    return withPeople(
      async ({ request, log }) => {
        const answer = await request(path, query);
        expect(errorOf(answer)).toMatchObject({ status: 503, code: 'unavailable' });
        expect(answer.headers).toMatchObject({ 'retry-after': expect.stringMatching(/^\d+$/) });
        expect(log.lines).toMatchObject([{ level: 'warn', message: 'a store did not answer' }]);
        expect(JSON.stringify(log.lines)).not.toContain('anna');
      },
      (db) => ({
        ...broken,
        aggregation: {
          ...mongoAggregationRecord({ db }),
          // biome-ignore lint/correctness/useYield: it fails before its first batch
          async *sessionsStarted() {
            await down();
          },
          ordersPlaced: down,
        },
      }),
    );
  });

  it.each(['explore', 'devices'])(
    'gives up what takes longer than anybody waits, and says what would help: %s',
    (path) => {
      let nowMs = START + MINUTE;
      return withPeople(
        async ({ request }) => {
          expect(errorOf(await request(path, RANGE))).toMatchObject({ status: 503, code: 'too_much' });
        },
        (db) => {
          const aggregation = mongoAggregationRecord({ db });
          return {
            now: () => nowMs,
            aggregation: {
              ...aggregation,
              async *sessionsStarted(...asked) {
                nowMs += 30_000;
                yield* aggregation.sessionsStarted(...asked);
              },
            },
          };
        },
      );
    },
  );

  it('answers as its documentation says, no more and no less', () =>
    withPeople(async ({ ask }) => {
      const questions: { readonly [id: string]: readonly [string, ...(readonly [string, string])[]] } = {
        explore: ['explore', ['from', DAY], ['to', DAY], ['by', 'device'], ['filter', 'country:FR']],
        devices: ['devices', ['from', DAY], ['to', DAY]],
        coverage: ['coverage', ['from', DAY], ['to', DAY]],
        journey: ['journeys/anna'],
        visitors: ['visitors'],
        bots: ['bots', ['from', DAY], ['to', DAY]],
      };
      const told = peopleOperations.filter(({ path }) => path.startsWith('/api/analytics/'));
      for (const { id, answer } of told) {
        const [path, ...query] = questions[id] ?? [id];
        const value = await ask(path, [['site', 'shop'], ...query]);
        expect(v.parse<v.GenericSchema>(answer, value)).toEqual(value);
      }
    }));

  it('is documented with all else', async () => {
    const answer = await storedShop().send({ path: '/api/openapi.json', headers: {} });
    const { paths } = JSON.parse(answer.body ?? '');
    for (const { path } of peopleOperations) expect(Object.keys(paths)).toContain(path);
    const { parameters } = paths['/api/analytics/explore'].get;
    expect(parameters.find(({ name }: { name: string }) => name === 'filter')).toMatchObject({
      schema: { type: 'array', maxItems: 3 },
    });
  });
});
