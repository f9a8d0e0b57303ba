import { describe, expect, it } from 'vitest';
import { SESSIONS, VISITORS } from '../../src/adapters/mongodb/indexes.ts';
import { interruptedPorts } from './interruptedPorts.ts';
import { at, day, MINUTE, type Shop, shop, type Visit } from './shop.ts';

const MONDAY = day('2026-03-02');
const TEN = at('2026-03-02T10:00');
const visitAt = (session: string, browser: string, minute: number, more: Partial<Visit> = {}): Visit => ({
  session,
  browser,
  startedAt: TEN + minute * MINUTE,
  ...more,
});

/** Writes visits, and has the minute's aggregator run a minute later. */
const visited = async (
  { clock, visit, site }: Shop,
  aggregator: ReturnType<Shop['aggregator']>,
  ...visits: Visit[]
) => {
  clock.nowMs = Math.max(clock.nowMs, TEN + 30 * MINUTE) + MINUTE;
  for (const one of visits) await visit(one);
  clock.nowMs += MINUTE;
  await aggregator.minute(site);
};

const hourOfTen = async ({ metrics }: Shop) => (await metrics([MONDAY])).hours[`h:${TEN}`];
interface Note {
  readonly visitorId: string;
  readonly n: number;
  readonly first: boolean;
}
const notes = async ({ db }: Shop): Promise<{ readonly [session: string]: Note | undefined }> =>
  Object.fromEntries(
    (await db.collection(SESSIONS).find({}).toArray()).map(({ _id, numbered }) => [
      _id,
      numbered as Note | undefined,
    ]),
  );

describe('visitors', () => {
  it('get dense numbers, each one, and their first session is told apart', async () => {
    const lived = shop();
    const aggregator = lived.aggregator();
    await visited(lived, aggregator, visitAt('a1', 'a', 0), visitAt('b1', 'b', 1), visitAt('a2', 'a', 2));
    await visited(lived, aggregator, visitAt('a3', 'a', 3), visitAt('c1', 'c', 4));
    const noted = await notes(lived);
    expect(Object.values(noted).map((note) => [note?.visitorId, note?.first])).toEqual([
      ['a', true],
      ['b', true],
      ['a', false],
      ['a', false],
      ['c', true],
    ]);
    const numbers = new Map(Object.values(noted).map((note) => [note?.visitorId, note?.n]));
    expect([...numbers.values()].sort()).toEqual([0, 1, 2]);
    expect(await lived.db.collection(VISITORS).find({ visitorId: 'a' }).toArray()).toMatchObject([
      { days: [MONDAY] },
    ]);
  });

  it('that are bots get none', async () => {
    const lived = shop();
    await visited(
      lived,
      lived.aggregator(),
      visitAt('crawler', 'crawler', 0, { bot: true }),
      visitAt('a1', 'a', 0),
    );
    expect(await notes(lived)).toMatchObject({ crawler: undefined, a1: { n: 0 } });
    expect(await lived.db.collection(VISITORS).countDocuments({})).toBe(1);
    expect(await hourOfTen(lived)).toMatchObject({ bots: { sessions: 1 }, total: { totalVisits: 1 } });
  });

  it('cost no command where all sessions are numbered already', async () => {
    const lived = shop();
    await visited(lived, lived.aggregator(), visitAt('a1', 'a', 0), visitAt('b1', 'b', 1));
    const asked: string[] = [];
    const ports = interruptedPorts(lived.ports, {
      before: async ({ name }) => void asked.push(name),
      after: async () => undefined,
    });
    await lived.aggregator(ports).range({ site: lived.site, from: MONDAY, to: MONDAY });
    expect(asked).toContain('record.sessionsStarted');
    expect(asked.filter((name) => /visitors|Numbers|noteVisits/.test(name))).toEqual([]);
  });

  it('pass their newness on where their first session turns out to be somebody else’s', async () => {
    const lived = shop();
    const aggregator = lived.aggregator();
    const first = visitAt('a1', 'a', 0);
    await visited(lived, aggregator, first, visitAt('a2', 'a', 5, { device: 'desktop' }));
    await lived.login(first, 'z', TEN + 6 * MINUTE);
    await visited(lived, aggregator);
    expect(await notes(lived)).toMatchObject({
      a1: { visitorId: 'z', first: true },
      a2: { visitorId: 'a', first: true },
    });
    expect((await hourOfTen(lived))?.dimensions.device).toMatchObject({
      mobile: { visitors: ['z'], newVisitors: ['z'] },
      desktop: { visitors: ['a'], newVisitors: ['a'] },
    });

    // A visit that is heard of later, earlier than what is first now, but not than what was first once.
    await visited(lived, aggregator, visitAt('a0', 'a', 2, { device: 'mobile' }));
    expect(await notes(lived)).toMatchObject({ a0: { first: true }, a2: { first: false } });
    expect((await hourOfTen(lived))?.dimensions.device?.desktop?.newVisitors).toEqual([]);
  });

  it('pass their newness on where their first session was a bot’s after all', async () => {
    const lived = shop();
    const aggregator = lived.aggregator();
    const first = visitAt('a1', 'a', 0);
    await visited(lived, aggregator, first, visitAt('a2', 'a', 5, { device: 'desktop' }));
    await lived.event(first, 'session_started', first.startedAt, {
      id: 'a1-0',
      source: 'server',
      context: {
        newBrowser: true,
        utm: {},
        clickIds: {},
        device: { type: 'mobile' },
        secret: 'k',
        bot: { bot: true, reasons: ['known_bot'], rulesVersion: 2 },
      },
    });
    await visited(lived, aggregator);
    const piece = await hourOfTen(lived);
    expect(piece?.bots).toMatchObject({ sessions: 1, reasons: { known_bot: { sessions: 1 } } });
    expect(piece?.total).toMatchObject({ totalVisits: 1, newVisitors: ['a'] });
    expect(await notes(lived)).toMatchObject({ a1: undefined, a2: { first: true } });
  });

  it('are one from the earliest login on that says so, in whatever order logins are told', async () => {
    const lived = shop();
    const aggregator = lived.aggregator();
    const phone = visitAt('a1', 'a', 0);
    await visited(lived, aggregator, phone, visitAt('b1', 'b', 1), visitAt('c1', 'c', 2));
    await lived.login(visitAt('a2', 'a', 10), 'c', TEN + 20 * MINUTE, 'a');
    await visited(lived, aggregator);
    expect((await hourOfTen(lived))?.total.visitors).toEqual(['b', 'c']);
    await lived.login(visitAt('a3', 'a', 9), 'b', TEN + 15 * MINUTE, 'a');
    await visited(lived, aggregator);
    expect(await notes(lived)).toMatchObject({
      a1: { visitorId: 'b', first: true },
      b1: { visitorId: 'b', first: false },
      c1: { visitorId: 'c', first: true },
    });
  });
});
