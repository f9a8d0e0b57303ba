import { describe, expect, it } from 'vitest';
import type { MetricsStore } from '../../src/ports/MetricsStore.ts';
import { MetricsUnavailable } from '../../src/ports/MetricsStore.ts';
import { visitOf } from '../domain/metrics/pieceFixtures.ts';
import { at, day, storedShop, TODAY } from './storedShop.ts';

const visit = (number: number, startedAt: number, channel = 'direct') => ({
  session: visitOf(number, { startedAt, channel }),
});
const week = { from: '2026-11-16', to: '2026-11-22' };

/** A week of days, and today by the hour. */
const shopOfAWeek = async (options: Parameters<typeof storedShop>[0] = {}) => {
  const shop = storedShop(options);
  for (let date = 16; date <= 21; date += 1) {
    const ofDay = day(`2026-11-${date}`);
    await shop.day(ofDay, [visit(date, at(ofDay))]);
  }
  await shop.hours(
    TODAY,
    Array.from({ length: 12 }, (_, hour) => visit(hour, at(TODAY, hour))),
  );
  await shop.state({ firstDay: day('2026-11-16'), closedThrough: day('2026-11-21') });
  return shop;
};

describe('reading', () => {
  it('asks the store for all that a dashboard’s first view needs in few trips', async () => {
    const shop = await shopOfAWeek();
    const before = { ...week, compare: 'previous' };
    await Promise.all([
      shop.ask('summary', before),
      shop.ask('daily', before),
      ...['channel', 'source', 'landingPage', 'country', 'device', 'browser'].map((by) =>
        shop.ask('breakdown', { ...week, by }),
      ),
      shop.ask('funnel', before),
      shop.ask('quality', week),
      shop.ask('realtime'),
    ]);
    expect(shop.calls).toMatchObject({ heads: 1, minutes: 1, corrections: 0 });
    expect(shop.calls.sections).toBeLessThanOrEqual(3);
  });

  it('asks nothing within a second, and only which pieces there are after it', async () => {
    const shop = await shopOfAWeek();
    const answer = await shop.ask('summary', week);
    const { refs } = shop.calls;
    shop.later(999);
    await shop.ask('summary', week);
    await shop.ask('daily', week);
    expect(shop.calls).toMatchObject({ heads: 1, refs });
    shop.later(1);
    expect(await shop.ask('summary', week)).toEqual(answer);
    expect(shop.calls).toMatchObject({ heads: 2, refs });
  });

  it('after an hour was folded again reads that hour and nothing else', async () => {
    const shop = await shopOfAWeek();
    await shop.ask('summary', week);
    const { refs } = shop.calls;
    await shop.hours(TODAY, [visit(1, at(TODAY, 11)), visit(2, at(TODAY, 11))], { version: 2 });
    shop.later();
    expect((await shop.ask('summary', week)).current.totalVisits).toBe(19);
    // Its numbers and its visitors.
    expect(shop.calls.refs - refs).toBe(2);
  });

  it('says the same where it may keep nothing', async () => {
    const shop = await shopOfAWeek();
    const forgetful = await shopOfAWeek({ cacheBytes: 0 });
    for (const query of [week, { ...week, filter: 'channel:direct' }]) {
      expect(await forgetful.ask('summary', query)).toEqual(await shop.ask('summary', query));
      expect(await forgetful.ask('daily', query)).toEqual(await shop.ask('daily', query));
    }
  });

  it('follows a clock that is set back', async () => {
    const shop = await shopOfAWeek();
    await shop.ask('summary', week);
    await shop.day(day('2026-11-16'), [], { version: 2, reason: 'late events' });
    shop.later(-24 * 60 * 60_000);
    expect((await shop.ask('summary', { from: '2026-11-16', to: '2026-11-16' })).current.totalVisits).toBe(0);
  });
});

describe('a piece that is written again while it is read', () => {
  const writingAgain = (times: number) => {
    let left = times;
    return (store: MetricsStore): MetricsStore => ({
      ...store,
      sections: async (refs) => {
        left -= 1;
        return left >= 0 ? refs.map(() => undefined) : store.sections(refs);
      },
    });
  };

  it('is read anew', async () => {
    const shop = await shopOfAWeek({ replaced: writingAgain(2) });
    expect((await shop.ask('summary', week)).current.totalVisits).toBe(18);
  });

  it('is found again although a second has not passed', async () => {
    const shop = await shopOfAWeek();
    const ofDay = day('2026-11-16');
    const range = { from: ofDay, to: ofDay };
    await shop.ask('summary', range);
    for (const version of [2, 3]) {
      await shop.day(ofDay, [visit(1, at(ofDay), 'email')], { version, reason: 'late events' });
    }
    const { rows } = await shop.ask('breakdown', { ...range, by: 'channel' });
    expect(rows).toMatchObject([{ value: 'email', totalVisits: 1 }]);
  });

  it('again and again, is an outage', async () => {
    const shop = await shopOfAWeek({ replaced: writingAgain(3) });
    const answer = await shop.get('/api/analytics/summary', { site: 'shop', ...week });
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
  });
});

describe('a store that does not answer', () => {
  it.each(['heads', 'sections', 'corrections'] as const)(
    'at `%s` is told as 503, logged, and tried again',
    async (method) => {
      let down = true;
      const shop = await shopOfAWeek({
        replaced: (store) => ({
          ...store,
          [method]: (...args: never[]) =>
            down
              ? Promise.reject(new MetricsUnavailable('no answer', { cause: new Error('timeout') }))
              : (store[method] as (...all: never[]) => Promise<unknown>)(...args),
        }),
      });
      await shop.state({
        firstDay: day('2026-11-16'),
        closedThrough: day('2026-11-21'),
        sealedThrough: day('2026-11-17'),
      });
      const answer = await shop.get('/api/analytics/summary', { site: 'shop', ...week });
      expect(answer.statusCode).toBe(503);
      expect(JSON.parse(answer.body ?? '').error.code).toBe('unavailable');
      expect(shop.log.lines).toMatchObject([{ level: 'warn', fields: { path: '/api/analytics/summary' } }]);
      down = false;
      expect((await shop.ask('summary', week)).current.totalVisits).toBe(18);
    },
  );
});

describe('a piece of before there was such a dimension', () => {
  it('has all of it in what is beyond the values', async () => {
    const shop = await shopOfAWeek({
      replaced: (store) => ({
        ...store,
        sections: async (refs) =>
          (await store.sections(refs)).map((bytes, index) =>
            refs[index]?.section === 'country' ? undefined : bytes,
          ),
      }),
    });
    const { rows, other } = await shop.ask('breakdown', { ...week, by: 'country' });
    expect([rows, other.totalVisits, other.uniqueVisits]).toEqual([[], 18, 18]);
    const { current, status } = await shop.ask('summary', { ...week, filter: 'country:DE' });
    expect([current.totalVisits, status.otherHides]).toEqual([0, true]);
  });
});
