import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNJOINED_REASONS } from '../../src/domain/orders/shopOrder.ts';
import { devicesSource } from '../../web/dashboard/data/sources.ts';
import { describeBrowsing } from '../../web/dashboard/views/journeys/describeBrowsing.ts';
import { momentsOf } from '../../web/dashboard/views/journeys/moments.ts';
import { tellJourney } from '../../web/dashboard/views/journeys/tellJourney.ts';
import type { Journey, JourneyEvent, JourneySession } from '../../web/dashboard/wire.ts';
import { unjoinedReason } from '../../web/dashboard/words/coverage.ts';
import { deviceIcon, theDevices } from '../../web/dashboard/words/devices.ts';
import { JOURNEY } from './dashboardJourney.ts';

const event = (type: string, seconds: number, rest: Partial<JourneyEvent> = {}): JourneyEvent => ({
  at: new Date(Date.UTC(2026, 10, 22, 10, 0, seconds)).toISOString(),
  type,
  source: 'browser',
  path: null,
  title: null,
  properties: null,
  ...rest,
});
const page = (path: string, seconds = 0): JourneyEvent =>
  event('page_view', seconds, { path, title: `Page ${path}` });
const product = (productId: string, seconds = 0): JourneyEvent =>
  event('product_view', seconds, { properties: { productId } });

describe('a visit’s moments', () => {
  test('are looks in a row as one, and everything done by itself, in order of time', () => {
    const events = [
      event('add_to_cart', 4),
      page('/', 1),
      event('session_started', 1),
      product('hat', 3),
      event('page_leave', 9),
      page('/cart', 5),
      event('order_completed', 7),
      page('/thanks', 8),
    ];
    expect(momentsOf(events)).toEqual([
      { kind: 'browsing', events: [events[1], events[3]] },
      { kind: 'event', event: events[0] },
      { kind: 'event', event: events[5] },
      { kind: 'event', event: events[6] },
      { kind: 'event', event: events[7] },
    ]);
  });

  test('hold each event that is told once, whatever came in whatever order', () => {
    const types = ['page_view', 'product_view', 'add_to_cart', 'order_completed', 'own', 'page_leave'];
    const some = fc.array(
      fc
        .tuple(fc.constantFrom(...types), fc.integer({ min: 0, max: 50 }))
        .map(([type, seconds]) => event(type, seconds)),
    );
    fc.assert(
      fc.property(some, (events) => {
        const moments = momentsOf(events);
        const told = moments.flatMap((moment) =>
          moment.kind === 'browsing' ? moment.events : [moment.event],
        );
        expect(new Set(told)).toEqual(new Set(events.filter(({ type }) => type !== 'page_leave')));
        expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).sort());
        const areLooks = moments.map(
          (moment) => moment.kind === 'browsing' || ['page_view', 'product_view'].includes(moment.event.type),
        );
        expect(areLooks.some((isLook, index) => isLook && areLooks[index + 1])).toBe(false);
      }),
    );
  });

  test('of browsing say at what one looked; a product and its page are one look', () => {
    expect(describeBrowsing([page('/products/hat'), product('hat')])).toEqual({
      title: 'Looked at Page /products/hat',
    });
    expect(describeBrowsing([page('/'), product('hat'), product('hat'), product('socks')])).toEqual({
      title: 'Looked at 1 page and 2 products',
      detail: 'Page / · hat · socks',
    });
    expect(describeBrowsing(['/a', '/b', '/c', '/d', '/e', '/f', '/a'].map((path) => page(path)))).toEqual({
      title: 'Looked at 7 pages',
      detail: 'Page /a · Page /b · Page /c · Page /d · 2 more',
    });
  });
});

describe('a journey in one sentence', () => {
  const site = { currency: 'EUR', timezone: 'Europe/Berlin' };
  const tell = (journey: Journey): string => tellJourney(journey, site);
  const [phone, desktop, later] = JOURNEY.sessions as [JourneySession, JourneySession, JourneySession];

  test('says how it began, how it went on, what was bought, and what went back', () => {
    expect(tell(JOURNEY)).toMatch(
      /^First came on (?:Nov 18, 2026|18 Nov 2026), on the phone, by Organic Social \(instagram\); came back twice, also on the desktop, and ordered for €121\.30 on the desktop, 2 days after first coming; €19\.00 of it went back\.$/,
    );
  });

  test('of somebody who has not bought says what lies in the cart', () => {
    const journey = { ...JOURNEY, sessions: [phone], devices: ['mobile'], ordersCount: 0, revenue: 0 };
    expect(tell(journey)).toContain('; was here once, and has not ordered yet, with €49.00 in the cart.');
    const without = { ...journey, sessions: [{ ...phone, cartValueMinor: null, channel: 'Direct' }] };
    expect(tell(without)).toContain('on the phone, directly; was here once, and has not ordered yet.');
  });

  test('of several orders tells the first and their sum', () => {
    const again = { ...desktop, orders: [{ orderId: '2', amountMinor: 870, refundedMinor: 0 }] };
    expect(tell({ ...JOURNEY, sessions: [phone, desktop, again, later], ordersCount: 2 })).toContain(
      'came back 3 times, also on the desktop, and ordered twice for €130.00 in all, the first time on the desktop 2 days after first coming; €19.00 of it went back.',
    );
  });

  test('claims nothing of visits that are not shown', () => {
    const told = tell({
      ...JOURNEY,
      truncated: true,
      sessions: [desktop, later],
      firstSeenAt: '2025-03-02T10:00:00Z',
    });
    expect(told).toMatch(/^Was first seen on (?:Mar 2, 2025|2 Mar 2025);/);
    expect(told).toContain(
      'was here on the phone and the desktop, and ordered once for €121.30 in the visits shown',
    );
    expect(tell({ ...JOURNEY, truncated: true, sessions: [later], ordersCount: 0 })).toContain(
      'did not order in the visits shown.',
    );
    expect(tell({ ...JOURNEY, sessions: [] })).toBe('No visits are on record any more.');
  });
});

describe('devices and joins in words', () => {
  test('a device that nobody knows has words too', () => {
    expect(theDevices(['mobile', 'constructor', 'tv'])).toBe('the phone, an unknown device, and the TV');
    expect(deviceIcon('toString')).toBe('devices');
  });

  test.each(UNJOINED_REASONS)('why an order is of no visit, and what to do: %s', (reason) => {
    expect(unjoinedReason(reason)).toEqual({ label: expect.any(String), todo: expect.any(String) });
  });

  test('a reason that came later than this dashboard is told by its name', () => {
    expect(unjoinedReason('moon_phase')).toEqual({ label: 'Moon phase' });
    expect(unjoinedReason('constructor')).toEqual({ label: 'Constructor' });
  });

  test('moves between devices are read from the visits, of a month at most', () => {
    const subject = { site: 'wool.example', to: '2026-11-22', compare: 'none', filters: [] } as const;
    expect(devicesSource({ ...subject, from: '2026-10-23' })).toEqual({
      kind: 'explored',
      url: '/api/analytics/devices?site=wool.example&from=2026-10-23&to=2026-11-22',
    });
    expect(devicesSource({ ...subject, from: '2026-10-22' })).toEqual({ kind: 'too_long', days: 32 });
  });
});
