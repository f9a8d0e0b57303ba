import { describe, expect, it } from 'vitest';
import type { SessionRecord } from '../../src/domain/sessions/session.ts';
import { controlledFootfall } from '../local/controlledFootfall.ts';
import { readRecord } from '../local/temporaryFootfall.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { simulate, simulated } from './simulation.ts';
import { withoutChance } from './withoutChance.ts';

/** The clocks go back in Berlin on 25 October 2026. */
const UNTIL = '2026-10-25T20:00:00Z';
const SMALL = ['--days', '2', '--sessions-per-day', '30', '--until', UNTIL] as const;

/** A shop of its own, under keys of its own: what is derived from a nonce is then derived alike. */
const berlinShop = () =>
  controlledFootfall({
    COOKIE_KEYS: 'a key of these tests alone; 32 bytes or more',
    SITES: JSON.stringify([
      {
        id: 'shop',
        host: 't.shop.example',
        origins: ['https://shop.example'],
        timezone: 'Europe/Berlin',
        currency: 'EUR',
      },
    ]),
  });

const isPerson = ({ bot }: SessionRecord): boolean => bot?.bot !== true;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe('npm run simulate', () => {
  it('makes the same sessions of the same seed, and others of another', async () => {
    const recordOf = async (seed: string) => {
      const { dataDir, stop } = await berlinShop();
      await simulated(dataDir, ...SMALL, '--seed', seed);
      await stop();
      return withoutChance(await readRecord(dataDir));
    };
    const [first, second, other] = [await recordOf('one'), await recordOf('one'), await recordOf('two')];
    expect(first.sessions.length).toBeGreaterThan(40);
    expect(second).toEqual(first);
    expect(first.events.some(({ type }) => type === 'order_completed')).toBe(true);
    const ids = new Set(first.sessions.map(({ id }) => id));
    expect(other.sessions.filter((session) => isPerson(session) && ids.has(session.id))).toEqual([]);
  }, 120_000);

  it('has done what it says that it has done', async () => {
    const { dataDir, stop, url, staff, log } = await berlinShop();
    // Of few seeds has a week a refund.
    const range = ['--days', '8', '--sessions-per-day', '60', '--until', UNTIL] as const;
    const told = await simulated(dataDir, ...range, '--seed', 'g');
    const ask = async (query: string) => {
      const path = `${url}/api/analytics/${query}from=2026-10-18&to=2026-10-25`;
      const answer = await fetch(path, { headers: { authorization: `Bearer ${staff.token}` } });
      return Object(await answer.json());
    };
    const { points } = (await ask('daily?')) as {
      points: { at: string; totalVisits: number; orders: number }[];
    };
    const summary = await ask('summary?compare=previous&');
    const quality = await ask('quality?');
    const devices = await ask('devices?');
    await stop();
    expect(log.lines.filter(({ level }) => level === 'error' || level === 'critical')).toEqual([]);

    const { sessions, events } = await readRecord(dataDir);
    const people = sessions.filter(isPerson);
    const orders = people.flatMap((session) => session.orders);
    expect({
      sessions: people.length,
      browsers: new Set(people.map(({ browser }) => browser)).size,
      pageViews: sum(people.map(({ pageViews }) => pageViews)),
      orders: orders.length,
      revenueMinor: sum(orders.map(({ amountMinor }) => amountMinor)),
      refunds: events.filter(({ type }) => type === 'order_refunded').length,
      logins: events.filter(({ type }) => type === 'customer_login').length,
      logouts: events.filter(({ type }) => type === 'customer_logout').length,
      bots: {
        sessions: sessions.length - people.length,
        pageViews: sum(sessions.filter((session) => !isPerson(session)).map(({ pageViews }) => pageViews)),
      },
    }).toEqual({
      sessions: told.sessions,
      browsers: told.browsers,
      pageViews: told.pageViews,
      orders: told.orders,
      revenueMinor: told.revenueMinor,
      refunds: told.refunds,
      logins: told.logins,
      logouts: told.logouts,
      bots: told.bots,
    });
    const byDay = points.map(({ at, totalVisits, orders: placed }) => [
      at,
      { sessions: totalVisits, orders: placed },
    ]);
    expect(Object.fromEntries(byDay)).toEqual(told.days);
    expect(summary.current).toMatchObject({
      totalVisits: told.sessions,
      uniqueVisits: told.visitors,
      newVisitors: told.visitors,
      newSessions: told.browsers,
      pageViews: told.pageViews,
      orders: told.orders,
      revenue: told.revenueMinor - told.refundedMinor,
    });
    expect(told.visitors).toBeLessThan(told.browsers);
    expect(devices.visitors).toMatchObject({
      total: told.visitors,
      onSeveralDevices: expect.toSatisfy((n) => n > 0),
    });
    expect(devices.continuity.recoveredOnOtherDevice).toBeGreaterThan(0);
    expect(quality.totals).toMatchObject({ late: told.events.late, deferred: 0, refused: 0 });
    expect(summary.status.recomputed).toEqual([]);
    for (const some of [
      told.orders,
      told.refunds,
      told.logins,
      told.logouts,
      told.bots.sessions,
      told.events.late,
      told.events.repeated,
    ]) {
      expect(some).toBeGreaterThan(0);
    }
  }, 120_000);

  it('is of people of many kinds: devices, countries, channels, and some who come back', async () => {
    const { dataDir, stop } = await berlinShop();
    await simulated(dataDir, '--days', '2', '--sessions-per-day', '150', '--until', UNTIL);
    await stop();
    const people = (await readRecord(dataDir)).sessions.filter(isPerson);
    const kinds = (of: (session: SessionRecord) => string | undefined) => new Set(people.map(of));
    expect(kinds(({ device }) => device.type)).toContain('mobile');
    expect(kinds(({ device }) => device.browser).size).toBeGreaterThan(4);
    expect(kinds(({ device }) => device.os)).not.toContain(undefined);
    expect(kinds(({ country }) => country).size).toBeGreaterThan(5);
    expect([...kinds(({ channel }) => channel)]).toEqual(
      expect.arrayContaining([
        'Direct',
        'Organic Search',
        'Email',
        'Paid Search',
        'Organic Social',
        'Referral',
      ]),
    );
    expect(kinds(({ visitor }) => visitor).size).toBeLessThan(0.9 * people.length);
    const bounces = people.filter(({ bounce }) => bounce).length / people.length;
    expect(bounces).toBeGreaterThan(0.2);
    expect(bounces).toBeLessThan(0.6);
  }, 120_000);

  it('says in one sentence that the same visits were played before', async () => {
    const { dataDir } = await berlinShop();
    await simulated(dataDir, ...SMALL, '--seed', 'one');
    const { code, stderr } = await simulate(dataDir, ...SMALL, '--seed', 'one');
    expect(code).toBe(1);
    expect(stderr).toMatch(/played on this record before, so give them another --seed\)\.\n$/);
  }, 120_000);

  it('says in one sentence that no server runs', async () => {
    const { code, stderr } = await simulate(await temporaryDataDir());
    expect([code, stderr]).toEqual([
      1,
      'No Footfall is running: start it with npm start, then run this beside it.\n',
    ]);
  });

  it.each([
    [['--days', '0'], /^--days must be a whole number from 1 to 1096\.\n$/],
    [['--sessions-per-day', 'many'], /^--sessions-per-day must be a whole number/],
    [['--seed'], /^Option '--seed <value>' argument missing\. Known are/],
    [['--sedd', 'x'], /^Unknown option '--sedd'\. Known are --days/],
    [['--timezone', 'Berlin'], /^--timezone must be an IANA time zone/],
    [['--until', 'never'], /^--until must be an instant/],
    [['--until', '2999-01-01T00:00:00Z'], /^--until must not lie in the future\.\n$/],
  ])('says in one sentence what is wrong with %j', async (args, sentence) => {
    const { code, stderr } = await simulate(await temporaryDataDir(), ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('says which sites there are', async () => {
    const { dataDir } = await controlledFootfall();
    expect((await simulate(dataDir, '--site', 'other')).stderr).toBe('--site must be one of shop.\n');
  });
});
