import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type Operation, operation } from '../../src/analytics/http/Operation.ts';
import { DOCUMENTED_OPERATIONS } from '../../src/analytics/openapi/documentedOperations.ts';
import { openApiOf } from '../../src/analytics/openapi/openApiOf.ts';
import { trackOperation } from '../../src/analytics/openapi/trackOperation.ts';
import { DIMENSIONS } from '../../src/domain/metrics/dimensions.ts';
import { parseTrackBody } from '../../src/middleware/track/parseTrackBody.ts';
import { at, day, storedShop, TODAY } from '../analytics/storedShop.ts';
import { orderOf, visitOf } from '../domain/metrics/pieceFixtures.ts';
import { pageView } from '../support/testShop.ts';

type Json = { readonly [key: string]: Json } & readonly Json[] & string;

const documentOf = async () => {
  const answer = await storedShop().send({ path: '/api/openapi.json', headers: {} });
  return { answer, document: JSON.parse(answer.body ?? '') };
};

/** Every object of a JSON value. */
const objectsIn = (value: unknown): { readonly [key: string]: unknown }[] => {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as { [key: string]: unknown }, ...inner];
};

const partOf = (document: Json, pointer: string): unknown =>
  pointer
    .slice('#/'.length)
    .split('/')
    .reduce<unknown>((part, name) => (part as Json)?.[name], document);

describe('the documentation', () => {
  it('is for everybody, and of OpenAPI 3.1', async () => {
    const { answer, document } = await documentOf();
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Footfall' } });
  });

  it('tells of every operation, each under a name of its own', async () => {
    const { document } = await documentOf();
    const told = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
      Object.entries<Json>(methods).map(([method, { operationId }]) => `${method} ${path} ${operationId}`),
    );
    expect(told.sort()).toEqual(
      DOCUMENTED_OPERATIONS.map(({ method, path, id }) => `${method.toLowerCase()} ${path} ${id}`).sort(),
    );
    expect(new Set(DOCUMENTED_OPERATIONS.map(({ id }) => id)).size).toBe(told.length);
  });

  it('refers to nothing that is not in it, and says for everybody what it asks of staff alone', async () => {
    const { document } = await documentOf();
    const refs = objectsIn(document).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
    expect(refs).toContain('#/components/schemas/Metrics');
    for (const ref of refs) expect([ref, typeof partOf(document, ref)]).toEqual([ref, 'object']);
    for (const { security = [] } of objectsIn(document.paths) as { security?: object[] }[]) {
      for (const [scheme = ''] of security.map(Object.keys)) {
        expect(Object.keys(document.components.securitySchemes)).toContain(scheme);
      }
    }
    expect(document.paths['/api/analytics/summary'].get.security).toHaveLength(2);
    expect(document.paths['/track'].post.security).toEqual([]);
  });

  it('tells parameters as they are checked', async () => {
    const { document } = await documentOf();
    const { parameters } = document.paths['/api/analytics/breakdown'].get;
    const byName = Object.fromEntries(parameters.map((one: { name: string }) => [one.name, one]));
    expect(byName.by).toMatchObject({ in: 'query', required: true, schema: { enum: [...DIMENSIONS] } });
    expect(byName.limit).toMatchObject({
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 500 },
    });
    expect(byName.from).toMatchObject({ required: true, schema: { type: 'string', format: 'date' } });
    expect(byName.filter).toMatchObject({ schema: { type: 'string' } });
    const responses = document.paths['/api/analytics/breakdown'].get.responses;
    expect(Object.keys(responses)).toEqual(['200', '400', '401', '503']);
    expect(Object.keys(responses[200].content)).toEqual(['application/json', 'text/csv']);
  });

  it('takes in the operations of other functions, with parts of their paths and lists in their queries', () => {
    const journeys = operation({
      method: 'GET',
      path: '/api/analytics/journeys/{id}',
      id: 'journeys',
      summary: 'A visitor’s sessions.',
      access: 'staff',
      ofSite: true,
      query: v.strictObject({ filter: v.optional(v.array(v.string())) }),
      body: undefined,
      answer: v.object({ visitor: v.string() }),
    });
    const { paths } = openApiOf([journeys as unknown as Operation]);
    const told = paths['/api/analytics/journeys/{id}']?.get as { parameters: object[]; responses: object };
    expect(told.parameters).toMatchObject([
      { name: 'id', in: 'path', required: true },
      { name: 'filter', in: 'query', required: false, schema: { type: 'array', items: { type: 'string' } } },
    ]);
    expect(Object.keys(told.responses)).toEqual(['200', '400', '401', '404', '503']);
  });
});

describe('an answer', () => {
  const shopWithAll = async () => {
    const shop = storedShop();
    const buyer = visitOf(1, { startedAt: at('2026-11-20'), channel: 'email', converted: true });
    await shop.day(day('2026-11-20'), [
      { session: buyer },
      { order: orderOf({ placedAt: at('2026-11-20', 13) }), of: buyer },
      { quality: { accepted: 3, 'refused:no-site': 1 } },
      { session: visitOf(2, { startedAt: at('2026-11-20'), botReasons: ['user agent'] }) },
    ]);
    await shop.day(day('2026-11-20'), [{ session: buyer }], { version: 2, reason: 'refund' });
    await shop.hours(TODAY, [{ session: visitOf(3, { startedAt: at(TODAY, 3) }) }]);
    await shop.state({
      firstDay: day('2026-11-19'),
      closedThrough: day('2026-11-21'),
      sealedThrough: day('2026-11-20'),
    });
    await shop.store.putCorrections(shop.site.id, [
      {
        day: day('2026-11-20'),
        orderId: 'o',
        reason: 'late order',
        at: 0,
        delta: { orders: 1, revenueMinor: 5 },
        values: {},
      },
    ]);
    return shop;
  };
  const range = { from: '2026-11-19', to: TODAY };
  const queries: { readonly [id: string]: readonly { readonly [name: string]: string }[] } = {
    realtime: [{}],
    summary: [range, { ...range, compare: 'previous' }, { ...range, filter: 'channel:email' }],
    daily: [
      { ...range, compare: 'year' },
      { from: TODAY, to: TODAY, interval: 'hour' },
    ],
    breakdown: [{ ...range, by: 'channel' }],
    funnel: [range, { ...range, compare: 'year' }],
    retention: [range, { ...range, by: 'month' }],
    quality: [range],
    me: [{}],
    openapi: [{}],
  };
  const answered = DOCUMENTED_OPERATIONS.filter(({ id }) => Object.hasOwn(queries, id));

  it('of every question is looked at', () => {
    expect(answered.map(({ id }) => id).sort()).toEqual(Object.keys(queries).sort());
  });

  it.each(answered.map(({ id, path, answer, ofSite }) => ({ id, path, answer, ofSite })))(
    'of $id is what the documentation says, no more and no less',
    async ({ id, path, answer, ofSite }) => {
      const shop = await shopWithAll();
      const asked = queries[id] ?? [];
      for (const query of asked) {
        const { statusCode, body } = await shop.get(path, { ...(ofSite && { site: 'shop' }), ...query });
        expect(statusCode).toBe(200);
        const value = JSON.parse(body ?? '');
        expect(v.parse(answer, value)).toEqual(value);
      }
    },
  );
});

describe('what is told of /track', () => {
  const takes = (body: unknown): boolean => v.safeParse(trackOperation.body, body).success;
  const isTaken = (body: unknown): boolean => parseTrackBody(JSON.stringify(body), 0).ok;

  it.each([
    ['a page view', pageView()],
    [
      'all there is',
      pageView('/a', {
        url: 'https://a.example/',
        title: 't',
        referrer: 'r',
        eventId: 'e',
        occurredAt: 5,
        engagedMs: 1,
        properties: { a: 1 },
        site: 'shop',
        nonce: 'n',
        sentAt: '2026-11-22T12:00:00Z',
      }),
    ],
    ['a batch', { events: [pageView(), pageView('/b')] }],
  ])('is taken: %s', (_, body) => {
    expect([takes(body), isTaken(body)]).toEqual([true, true]);
  });

  it.each([
    ['no path', { eventType: 'page_view' }],
    ['no type', { path: '/' }],
    ['a type of no name', pageView('/', { eventType: '' })],
    ['a type with a blank', pageView('/', { eventType: 'page view' })],
    ['a path that is none', pageView('shoes')],
    ['no events', { events: [] }],
    ['too many events', { events: Array.from({ length: 51 }, () => pageView()) }],
    ['a negative time', pageView('/', { engagedMs: -1 })],
  ])('is refused: %s', (_, body) => {
    expect([takes(body), isTaken(body)]).toEqual([false, false]);
  });
});
