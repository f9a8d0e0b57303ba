import { describe, expect, test } from 'vitest';
import { chooseIndex } from '../../../src/adapters/embedded/chooseIndex.ts';
import { compileFilter } from '../../../src/adapters/embedded/compileFilter.ts';
import type { FindOptions } from '../../../src/adapters/mongodb/driverPart.ts';
import { INDEXES, SESSIONS } from '../../../src/adapters/mongodb/indexes.ts';

const sessionIndexes = (INDEXES[SESSIONS] ?? []).map((index) => ({
  ...index,
  name: Object.keys(index.key).join('_'),
}));

/** Which fields of the sessions' indexes answer a query by their values, and which one by its order. */
const planOf = (filter: object, sort?: FindOptions['sort']) => {
  const plan = chooseIndex(sessionIndexes, compileFilter({ ...filter }), sort);
  return (
    plan && {
      values: plan.paths,
      ...(plan.next && { next: plan.next.path, bounds: plan.next.comparisons.length }),
      ...(plan.next?.direction && { direction: plan.next.direction }),
    }
  );
};

const SINCE = new Date(0);

describe('the index that answers', () => {
  test.each([
    ["an hour's sessions", { startedAt: { $gte: SINCE, $lt: new Date(1) } }, 'startedAt', 2],
    ['what changed', { updatedAt: { $gte: SINCE } }, 'updatedAt', 1],
    ['who is there now', { lastSeenAt: { $gte: SINCE } }, 'lastSeenAt', 1],
  ])('%s goes to the site, and to its place in time', (_, filter, next, bounds) => {
    expect(planOf({ siteId: 'shop', ...filter })).toEqual({ values: ['siteId'], next, bounds });
  });

  test.each([1, -1] as const)('the first sessions in an order (%i) comes in it', (direction) => {
    expect(planOf({ siteId: 'shop' }, { startedAt: direction })).toEqual({
      values: ['siteId'],
      next: 'startedAt',
      bounds: 0,
      direction,
    });
  });

  test('a range in an order comes in it too', () => {
    expect(planOf({ siteId: 'shop', startedAt: { $gte: SINCE } }, { startedAt: -1 })).toMatchObject({
      next: 'startedAt',
      bounds: 1,
      direction: -1,
    });
  });

  test('a visitor’s sessions has the visitor, whatever the order', () => {
    const values = ['siteId', 'visitorId'];
    expect(planOf({ siteId: 'shop', visitorId: 'v' })).toEqual({ values });
    expect(planOf({ siteId: 'shop', visitorId: 'v' }, { startedAt: 1 })).toEqual({ values });
    expect(planOf({ siteId: 'shop', visitorId: 'v', startedAt: { $gte: SINCE } })).toEqual({ values });
  });

  test('several sites has no order, for each has its own', () => {
    expect(planOf({ siteId: { $in: ['a', 'b'] } }, { startedAt: 1 })).toEqual({ values: ['siteId'] });
  });

  test('nothing that an index begins with is none', () => {
    expect(planOf({ pageViews: 1 })).toBeUndefined();
    expect(planOf({ startedAt: { $gte: SINCE } }, { startedAt: 1 })).toBeUndefined();
  });
});
