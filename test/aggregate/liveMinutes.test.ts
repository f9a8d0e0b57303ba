import { describe, expect, it } from 'vitest';
import { memoryHotSessions } from '../../src/adapters/memory/memoryHotSessions.ts';
import type { MinuteMetrics } from '../../src/domain/metrics/minuteMetrics.ts';
import { downHotSessions } from '../support/testShop.ts';
import { at, day, MINUTE, type Shop, shop, type Visit } from './shop.ts';

const TEN = at('2026-03-02T10:00');
const visitAt = (session: string, startedAt: number, more: Partial<Visit> = {}): Visit => ({
  session,
  browser: `b-${session}`,
  startedAt,
  ...more,
});

const storedMinutes = ({ ports, site, clock }: Shop): Promise<MinuteMetrics[]> =>
  ports.store.minutes(site.id, 0, clock.nowMs + MINUTE);
const lastOf = async (lived: Shop): Promise<MinuteMetrics | undefined> => (await storedMinutes(lived)).at(-1);

describe('the live part of a minute', () => {
  it('says what happened in the minute that just ended, and how the site stands', async () => {
    const lived = shop();
    const { clock, visit, event, order, site } = lived;
    const buyer = visitAt('buyer', TEN + 1_000);
    const looker = visitAt('looker', TEN + 2_000, { device: 'desktop', pages: ['/shoes'] });
    clock.nowMs = TEN + 30_000;
    await visit(buyer);
    await visit(looker);
    await visit(visitAt('crawler', TEN + 3_000, { bot: true }));
    await event(looker, 'add_to_cart', TEN + 10_000, { properties: { cartValueMinor: 1_200 } });
    await order(buyer, 'o1', TEN + 20_000, 5_000);
    clock.nowMs = TEN + MINUTE + 3_000;
    const run = await lived.aggregator().minute(site);
    expect(run.live).toMatchObject({ activeFrom: 'record', minutes: { length: 60 } });

    expect(await lastOf(lived)).toEqual({
      minute: TEN,
      sessions: 2,
      pageViews: 2,
      orders: 1,
      revenueMinor: 5_000,
      events: [
        { value: 'page_view', count: 2 },
        { value: 'session_started', count: 2 },
        { value: 'add_to_cart', count: 1 },
        { value: 'order_completed', count: 1 },
      ],
      pages: [
        { value: '/', count: 1 },
        { value: '/shoes', count: 1 },
      ],
      channels: [{ value: 'Direct', count: 2 }],
      devices: [
        { value: 'desktop', count: 1 },
        { value: 'mobile', count: 1 },
      ],
      activeVisitors: 2,
      activeVisitors5m: 2,
      funnel: { sessions: 2, product: 2, cart: 2, checkout: 1, order: 1 },
      openCarts: 1,
      openCartValueMinor: 1_200,
    });
    const recorded = await lived.db.collection('realtime_metrics').find({}).toArray();
    expect(recorded).toHaveLength(60);
  });

  it('reckons the last three minutes again, for the writer may be late, and keeps how they stood', async () => {
    const lived = shop();
    const { clock, visit, site } = lived;
    const { minute } = lived.aggregator();
    clock.nowMs = TEN + MINUTE;
    await minute(site);
    const before = await lastOf(lived);
    expect(before).toMatchObject({ minute: TEN, pageViews: 0, activeVisitors: 0 });

    await visit(visitAt('late', TEN + 1_000));
    clock.nowMs = TEN + 2 * MINUTE;
    expect((await minute(site)).live.minutes).toEqual([TEN - MINUTE, TEN, TEN + MINUTE]);
    const minutes = await storedMinutes(lived);
    expect(minutes.find((one) => one.minute === TEN)).toMatchObject({ pageViews: 1, activeVisitors: 0 });
    expect(minutes.at(-1)).toMatchObject({ minute: TEN + MINUTE, pageViews: 0, activeVisitors: 1 });
  });

  it('makes up for minutes that were missed, without pretending to know how they stood', async () => {
    const lived = shop();
    const { clock, visit, site } = lived;
    const { minute } = lived.aggregator();
    clock.nowMs = TEN;
    await minute(site);
    await visit(visitAt('s1', TEN + 1_000));
    clock.nowMs = TEN + 10 * MINUTE;
    expect((await minute(site)).live.minutes).toHaveLength(10);
    const missed = (await storedMinutes(lived)).find((one) => one.minute === TEN);
    expect(missed).toMatchObject({ pageViews: 1, sessions: 1 });
    expect(missed).not.toHaveProperty('activeVisitors');
    expect(missed).not.toHaveProperty('funnel');
  });

  it('counts who is there in the hot sessions, a customer on two devices once', async () => {
    const lived = shop();
    const { clock, site } = lived;
    const hotSessions = memoryHotSessions();
    clock.nowMs = TEN + MINUTE;
    const seen = (browser: string, ago: number, customerId?: string) =>
      hotSessions.visit({
        site: site.id,
        browser: browser as never,
        sessionId: `s-${browser}` as never,
        nowMs: TEN + MINUTE - ago,
        pageViews: 1,
        events: 1,
        enqueues: true,
        active: true,
        create: {
          id: `s-${browser}` as never,
          site: site.id,
          browser: browser as never,
          visitor: (customerId ?? browser) as never,
          type: customerId === undefined ? 'ANONYMOUS' : 'CUSTOMER',
          ...(customerId === undefined ? {} : { customerId: customerId as never }),
          startedAt: TEN,
          lastSeenAt: TEN + MINUTE - ago,
          pageViews: 0,
          events: 0,
          converted: false,
          secret: 'k',
        },
      });
    await seen('anonymous', 1_000);
    await seen('laptop', 10 * MINUTE, 'ann');
    await seen('phone', 2_000, 'ann');
    await seen('gone', 40 * MINUTE);
    const run = await lived.aggregator({ hotSessions }).minute(site);
    expect(run.live.activeFrom).toBe('hot sessions');
    expect(await lastOf(lived)).toMatchObject({ activeVisitors: 2, activeVisitors5m: 2 });
  });

  it('counts them in the record while the hot sessions are down', async () => {
    const lived = shop();
    const { clock, visit, site } = lived;
    clock.nowMs = TEN + 20 * MINUTE;
    await visit(visitAt('s1', TEN));
    await visit(visitAt('s2', TEN + 18 * MINUTE));
    await visit(visitAt('crawler', TEN + 19 * MINUTE, { bot: true }));
    const run = await lived.aggregator({ hotSessions: downHotSessions }).minute(site);
    expect(run.live.activeFrom).toBe('record');
    expect(await lastOf(lived)).toMatchObject({ activeVisitors: 2, activeVisitors5m: 1 });
  });

  it('is done while another aggregator has the lease, and the other way round', async () => {
    const lived = shop();
    const { clock, visit, site, ports } = lived;
    clock.nowMs = TEN + MINUTE;
    await visit(visitAt('s1', TEN));
    await ports.ledger.acquire({ site: site.id, owner: 'somebody', nowMs: clock.nowMs, leaseMs: MINUTE });
    expect(await lived.aggregator().minute(site)).toMatchObject({
      live: { minutes: { length: 60 } },
      fold: { outcome: 'skipped', reason: 'another aggregator has the lease' },
    });
    expect(await lastOf(lived)).toMatchObject({ pageViews: 1 });

    clock.nowMs += 2 * MINUTE;
    const broken = lived.aggregator({
      store: { ...ports.store, putMinutes: () => Promise.reject(new Error('no minutes')) },
    });
    await expect(broken.minute(site)).rejects.toThrow('no minutes');
    const hour = (await lived.metrics(['2026-03-02' as never])).hours[`h:${TEN}`];
    expect(hour?.total.totalVisits).toBe(1);
  });

  it('reckons the whole last hour anew after an aggregation by hand of today: what a moved clock brought is in it', async () => {
    const lived = shop();
    const { clock, visit, site } = lived;
    const aggregator = lived.aggregator();
    clock.nowMs = TEN + 30 * MINUTE;
    await aggregator.minute(site);
    await visit(visitAt('earlier', TEN + 1_000));
    await aggregator.minute(site);
    const viewsThen = async () =>
      (await storedMinutes(lived)).find(({ minute }) => minute === TEN)?.pageViews;
    expect(await viewsThen()).toBe(0);
    await aggregator.range({ site, from: day('2026-03-02'), to: day('2026-03-02') });
    expect(await viewsThen()).toBe(1);
  });
});
