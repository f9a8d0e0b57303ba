import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../../src/adapters/memory/memoryLedger.ts';
import { memoryMetricsStore } from '../../src/adapters/memory/memoryMetricsStore.ts';
import { EVENTS, SESSIONS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoBotRecord } from '../../src/adapters/mongodb/mongoBotRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { createRelabelSpan, type RelabelSpan, type Span } from '../../src/aggregate/relabelSpan.ts';
import { botRulesOf } from '../../src/domain/bots/botRules.ts';
import type { Site } from '../../src/domain/site.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { keptLog } from '../support/testShop.ts';
import { inMemoryDb } from './inMemoryDb.ts';
import { at, DAY, day, MINUTE, type Shop, shop, type Visit } from './shop.ts';

const [MONDAY, TUESDAY] = [day('2026-03-02'), day('2026-03-03')];
/** Where the fixtures' visits come from. */
const LISTED = { botNetworks: ['192.0.2.0/24'] };

const visitAt = (session: string, utc: string): Visit => ({ session, browser: session, startedAt: at(utc) });
const ODD_MONDAY = visitAt('odd-monday', '2026-03-02T10:00');
const PLAIN = visitAt('plain', '2026-03-02T10:30');
const ODD_TUESDAY = visitAt('odd-tuesday', '2026-03-03T11:00');

const relabelOf = (
  { db, site, clock }: Shop,
  replaced: Partial<ReturnType<typeof mongoRecordStore>> = {},
): RelabelSpan => {
  const record = { ...mongoRecordStore({ db }), ...replaced };
  return createRelabelSpan({
    bots: mongoBotRecord({ db }),
    record,
    write: writeMessages({ record, sites: [site], log: keptLog() }),
    now: () => clock.nowMs,
  });
};

/**
 * Three visits of two days, against two of which one reason speaks, and another shop on the same stores: a release with other rules.
 * It is Wednesday night; all of it was aggregated.
 */
const livedShop = async (options: Partial<Site> = {}) => {
  const clock = { nowMs: at('2026-03-02T12:00') };
  const stores = { db: inMemoryDb(() => clock.nowMs), ledger: memoryLedger(), store: memoryMetricsStore() };
  const open = (more: Partial<Site>): Shop => {
    const opened = shop({ ...options, ...more }, stores);
    Object.defineProperty(opened.clock, 'nowMs', {
      get: () => clock.nowMs,
      set: (nowMs: number) => {
        clock.nowMs = nowMs;
      },
    });
    return opened;
  };
  const before = open({});
  clock.nowMs = at('2026-03-02T12:00');
  for (const visit of [ODD_MONDAY, PLAIN, ODD_TUESDAY]) {
    await before.visit(visit);
    if (visit === PLAIN) continue;
    await before.event(visit, 'bot_signs', visit.startedAt + MINUTE, {
      source: 'server',
      properties: { reasons: ['no_accept_language'] },
    });
  }
  clock.nowMs = at('2026-03-04T00:30');
  const nights = async (of: Shop, count: number) => {
    const aggregator = of.aggregator({ relabelSpan: relabelOf(of) });
    const runs = [];
    for (let night = 0; night < count; night++) {
      clock.nowMs += 11 * MINUTE;
      runs.push(await aggregator.midnight(of.site));
    }
    return runs;
  };
  await nights(before, 5);
  return { clock, before, open, nights };
};

const verdictOf = async ({ db }: Shop, session: string) =>
  (await db.collection(SESSIONS).findOne({ _id: session }))?.bot;
const eventsOf = async ({ db }: Shop, type: string) => db.collection(EVENTS).find({ type }).toArray();
const outcomes = (runs: readonly { readonly outcome: string }[]) => runs.map(({ outcome }) => outcome);
const visitsOf = async ({ db }: Shop, of: string) =>
  (await db.collection('daily_metrics').findOne({ day: of }))?.totals;
const botsOf = async ({ db }: Shop, of: string) =>
  (await db.collection('daily_metrics').findOne({ day: of }))?.bots;

describe('a changed rule', () => {
  it('reaches past sessions, one day a run, the latest first, and their days are folded again', async () => {
    const { before, open, nights } = await livedShop();
    expect(await visitsOf(before, MONDAY)).toMatchObject({ totalVisits: 2 });
    const after = open(LISTED);
    const runs = await nights(after, 6);
    expect(runs.flatMap((run) => ('relabelled' in run ? [run.relabelled] : []))).toEqual([
      { day: '2026-03-04', judged: 0, relabelled: 0 },
      { day: TUESDAY, judged: 1, relabelled: 1 },
      { day: MONDAY, judged: 2, relabelled: 2 },
    ]);
    expect(outcomes(runs).at(-1)).toBe('skipped');
    expect(await verdictOf(after, 'odd-monday')).toMatchObject({
      bot: true,
      reasons: ['no_accept_language', 'listed_network'],
    });
    expect(await verdictOf(after, 'plain')).toMatchObject({ bot: false, reasons: ['listed_network'] });
    expect(await visitsOf(after, MONDAY)).toMatchObject({ totalVisits: 1, uniqueVisits: 1 });
    expect(await botsOf(after, MONDAY)).toMatchObject({ sessions: 1 });
    expect(await visitsOf(after, TUESDAY)).toMatchObject({ totalVisits: 0, uniqueVisits: 0 });
    const stored = await after.db.collection('daily_metrics').findOne({ day: MONDAY });
    expect(stored).toMatchObject({ reason: 'relabelled' });
  });

  it('can be taken back', async () => {
    const { before, open, nights } = await livedShop();
    const first = await visitsOf(before, MONDAY);
    await nights(open(LISTED), 6);
    await nights(before, 6);
    expect(await visitsOf(before, MONDAY)).toEqual(first);
    expect(await verdictOf(before, 'plain')).toBeUndefined();
    expect(await botsOf(before, MONDAY)).toEqual({ sessions: 0, hits: 0 });
  });

  it('changes nothing where all says the same', async () => {
    const { before, open, nights } = await livedShop();
    await nights(open({ botNetworks: ['203.0.113.0/24'] }), 6);
    expect(await eventsOf(before, 'bot_relabelled')).toEqual([]);
    expect(await visitsOf(before, MONDAY)).toMatchObject({ totalVisits: 2 });
  });

  it('does not touch what the staff said', async () => {
    const { before, open, nights } = await livedShop();
    await before.event(ODD_MONDAY, 'bot_overruled', ODD_MONDAY.startedAt + DAY, {
      source: 'server',
      epoch: 1,
      properties: { bot: false },
    });
    await nights(open(LISTED), 6);
    expect(await verdictOf(before, 'odd-monday')).toMatchObject({
      bot: false,
      staff: false,
      reasons: ['no_accept_language', 'listed_network'],
    });
  });

  it('leaves sealed days as they are, and what is left of who was erased', async () => {
    const { before, open, nights, clock } = await livedShop({ retentionDays: 2 });
    await before.db
      .collection(SESSIONS)
      .bulkWrite([{ updateOne: { filter: { _id: 'odd-tuesday' }, update: { $set: { erased: true } } } }], {
        ordered: false,
      });
    clock.nowMs = at('2026-03-05T01:00');
    await nights(before, 1);
    await nights(open(LISTED), 8);
    expect((await before.ports.ledger.state(before.site.id)).sealedThrough).toBe(MONDAY);
    expect(await eventsOf(before, 'bot_relabelled')).toEqual([]);
    expect(await visitsOf(before, MONDAY)).toMatchObject({ totalVisits: 2 });
    expect(await visitsOf(before, TUESDAY)).toMatchObject({ totalVisits: 1 });
  });
});

describe('relabelling', () => {
  const MONDAYS_SPAN = { fromMs: at('2026-03-02T00:00'), toMs: at('2026-03-03T00:00') };

  it('goes on at the hour at which it was killed', async () => {
    const { open, clock } = await livedShop();
    const after = open(LISTED);
    const spans: Span[] = [];
    const relabel = relabelOf(after);
    const aggregator = after.aggregator({
      relabelSpan: async (span, options) => {
        spans.push(span);
        if (spans.length === 14) throw new RecordUnavailable('gone');
        return relabel(span, options);
      },
    });
    clock.nowMs += 11 * MINUTE;
    await expect(aggregator.midnight(after.site)).rejects.toThrow(RecordUnavailable);
    clock.nowMs += 11 * MINUTE;
    await aggregator.midnight(after.site);
    const hours = spans.map(({ fromMs }) => new Date(fromMs).getUTCHours());
    // The killed hour comes twice, and no other.
    expect(hours).toEqual([...Array.from({ length: 14 }, (_, index) => 23 - index), ...hours.slice(14)]);
    expect(hours.slice(14)).toEqual(Array.from({ length: 11 }, (_, index) => 10 - index));
  });

  it('begins no other hour once three quarters of a minute have passed, and goes on in the next run', async () => {
    const { open, clock } = await livedShop();
    const after = open(LISTED);
    const relabel = relabelOf(after);
    const hours: number[] = [];
    const aggregator = after.aggregator({
      relabelSpan: async (span, options) => {
        hours.push(new Date(span.fromMs).getUTCHours());
        const done = await relabel(span, options);
        clock.nowMs += MINUTE / 4;
        await options?.keep?.();
        return done;
      },
    });
    for (let night = 0; night < 2; night++) {
      clock.nowMs += 11 * MINUTE;
      await aggregator.midnight(after.site);
    }
    expect(hours).toEqual([23, 22, 21, 20, 19, 18]);
  });

  it('reads no more events at once than fit, however many sessions there are', async () => {
    const { open } = await livedShop();
    const after = open(LISTED);
    const eventsSeen = async (of: Visit, count: number) =>
      after.db
        .collection(SESSIONS)
        .bulkWrite(
          [{ updateOne: { filter: { _id: of.session }, update: { $set: { eventsSeen: count } } } }],
          {
            ordered: false,
          },
        );
    await eventsSeen(ODD_MONDAY, 9_999);
    const read: number[] = [];
    const { eventsOfSessions } = mongoRecordStore({ db: after.db });
    const relabel = relabelOf(after, {
      eventsOfSessions: (keys) => {
        read.push(keys.length);
        return eventsOfSessions(keys);
      },
    });
    const span = { site: after.site, ...MONDAYS_SPAN };
    await relabel(span);
    expect(read.slice(0, 2)).toEqual([1, 1]);
  });

  it('keeps the fold of a session of which events are gone', async () => {
    const { open } = await livedShop();
    const after = open(LISTED);
    const stored = () => after.db.collection(SESSIONS).findOne({ _id: 'odd-monday' });
    const before = await stored();
    await after.db.collection(EVENTS).deleteMany({ sessionId: 'odd-monday', type: 'page_view' });
    const span = { site: after.site, ...MONDAYS_SPAN };
    expect(await relabelOf(after)(span)).toEqual({ judged: 2, relabelled: 1 });
    expect(await stored()).toEqual(before);
  });

  it('is done by two at once as by one', async () => {
    const { open } = await livedShop();
    const after = open(LISTED);
    const span = { site: after.site, ...MONDAYS_SPAN };
    await Promise.all([relabelOf(after)(span), relabelOf(after)(span)]);
    expect(await eventsOf(after, 'bot_relabelled')).toHaveLength(2);
    expect(await relabelOf(after)(span)).toEqual({ judged: 2, relabelled: 0 });
  });

  it('that was killed between the event and the fold is done by the next', async () => {
    const { open } = await livedShop();
    const after = open(LISTED);
    const span = { site: after.site, ...MONDAYS_SPAN };
    const saveSessions = async () => {
      throw new RecordUnavailable('killed');
    };
    await expect(relabelOf(after, { saveSessions })(span)).rejects.toThrow(RecordUnavailable);
    expect(await verdictOf(after, 'odd-monday')).toMatchObject({ bot: false });
    expect(await relabelOf(after)(span)).toEqual({ judged: 2, relabelled: 2 });
    expect(await verdictOf(after, 'odd-monday')).toMatchObject({ bot: true });
    expect(await eventsOf(after, 'bot_relabelled')).toHaveLength(2);
  });

  it('keeps the lease of who does it before each batch', async () => {
    const { open } = await livedShop();
    const after = open(LISTED);
    let kept = 0;
    await relabelOf(after)(
      { site: after.site, ...MONDAYS_SPAN },
      {
        keep: async () => {
          kept += 1;
        },
      },
    );
    expect(kept).toBe(1);
  });
});

describe('the name of the rules', () => {
  it('is another for other networks, in whatever order they are listed', () => {
    const names = [[], ['192.0.2.0/24'], ['192.0.2.0/24', '2001:db8::/32']].map((botNetworks) =>
      botRulesOf({ botNetworks }),
    );
    expect(new Set(names).size).toBe(3);
    expect(botRulesOf({ botNetworks: ['2001:db8::/32', '192.0.2.0/24'] })).toBe(names[2]);
  });
});
