import { describe, expect, it } from 'vitest';
import type { MinuteMetrics } from '../../src/domain/metrics/minuteMetrics.ts';
import { NOON } from '../support/testShop.ts';
import { storedShop } from './storedShop.ts';

const MINUTE_MS = 60_000;

/** A minute so many before noon. */
const minuteBefore = (minutes: number, parts: Partial<MinuteMetrics> = {}): MinuteMetrics => ({
  minute: NOON - minutes * MINUTE_MS,
  sessions: 2,
  pageViews: 3,
  orders: 1,
  revenueMinor: 500,
  events: [{ value: 'page_view', count: 3 }],
  pages: [{ value: `/${minutes}`, count: minutes }],
  channels: [{ value: 'email', count: 2 }],
  devices: [{ value: 'mobile', count: 2 }],
  activeVisitors: 7,
  activeVisitors5m: 4,
  funnel: { sessions: 9, product: 5, cart: 3, checkout: 2, order: 1 },
  openCarts: 2,
  openCartValueMinor: 12_000,
  ...parts,
});

const realtimeWith = async (minutes: readonly MinuteMetrics[], nowMs = NOON + 20_000) => {
  const shop = storedShop({ nowMs });
  await shop.store.putMinutes(shop.site.id, minutes, nowMs + 1e9);
  return shop.ask('realtime');
};

describe('live now', () => {
  it('is the last hour by the minute, oldest first, with gaps as zeros', async () => {
    const { minutes, asOf, degraded } = await realtimeWith([
      minuteBefore(61),
      minuteBefore(60),
      minuteBefore(1),
    ]);
    expect(minutes).toHaveLength(60);
    expect(minutes[0]).toEqual({
      minute: '2026-11-22T11:00:00.000Z',
      pageViews: 3,
      sessions: 2,
      orders: 1,
      revenue: 500,
      activeVisitors: 7,
    });
    expect(minutes[1]).toMatchObject({ pageViews: 0, activeVisitors: null });
    expect(minutes.at(-1)).toMatchObject({ minute: '2026-11-22T11:59:00.000Z', pageViews: 3 });
    expect({ asOf, degraded }).toEqual({ asOf: '2026-11-22T12:00:00.000Z', degraded: null });
  });

  it('tells who is here, how far they came and what their carts are worth', async () => {
    expect(await realtimeWith([minuteBefore(1)])).toMatchObject({
      site: 'shop',
      currency: 'EUR',
      activeVisitors: 7,
      activeVisitors5m: 4,
      funnel: { sessions: 9, product: 5, cart: 3, checkout: 2, order: 1 },
      openCarts: 2,
      openCartValue: 12_000,
    });
  });

  it('sums the lists of the hour, largest first, and no older minute’s', async () => {
    const { topPages, channels, events } = await realtimeWith([
      minuteBefore(61),
      minuteBefore(2),
      minuteBefore(1),
    ]);
    expect(topPages).toEqual([
      { value: '/2', count: 2 },
      { value: '/1', count: 1 },
    ]);
    expect([channels, events]).toEqual([[{ value: 'email', count: 4 }], [{ value: 'page_view', count: 6 }]]);
  });

  it('ends with the last minute that is there, while the one after is still being reckoned', async () => {
    const { minutes, activeVisitors, degraded } = await realtimeWith([minuteBefore(2)]);
    expect(minutes.at(-1)).toMatchObject({ minute: '2026-11-22T11:58:00.000Z', pageViews: 3 });
    expect({ activeVisitors, degraded }).toEqual({ activeVisitors: 7, degraded: null });
  });

  it('passes over a minute that was reckoned too late to know how it stood', async () => {
    const { activeVisitors: _, activeVisitors5m: __, funnel: ___, ...late } = minuteBefore(1);
    const { activeVisitors, funnel } = await realtimeWith([minuteBefore(2, { activeVisitors: 5 }), late]);
    expect([activeVisitors, funnel.sessions]).toEqual([5, 9]);
  });

  it('says since when nothing is known, instead of telling old numbers as those of now', async () => {
    const { activeVisitors, degraded, funnel, minutes } = await realtimeWith([minuteBefore(10)]);
    expect(activeVisitors).toBeNull();
    expect(funnel.sessions).toBe(0);
    expect(degraded).toBe('Nothing has been reckoned since 2026-11-22T11:51:00.000Z.');
    expect(minutes[50]).toMatchObject({ minute: '2026-11-22T11:50:00.000Z', pageViews: 3 });
  });

  it('says so where there is nothing at all', async () => {
    const answer = await realtimeWith([]);
    expect(answer).toMatchObject({ asOf: null, activeVisitors: null, openCarts: 0, topPages: [] });
    expect(answer.degraded).toBe('Nothing has been reckoned in the last hour.');
  });
});
