import { describe, expect, it } from 'vitest';
import { interruptedPorts } from './interruptedPorts.ts';
import { at, day, MINUTE, type Shop, shop, type Visit } from './shop.ts';

const MONDAY = day('2026-03-02');
const TEN = at('2026-03-02T10:00');
const LEASE_MS = MINUTE;
const visitAt = (session: string, startedAt: number): Visit => ({
  session,
  browser: `b-${session}`,
  startedAt,
});

const hourOfTen = async ({ metrics }: Shop) => (await metrics([MONDAY])).hours[`h:${TEN}`];

/** A shop in which something happens once, in the middle of an aggregator's first call of that name. */
const shopWhere = (name: string, happens: (lived: Shop) => Promise<unknown>) => {
  const lived = shop();
  let happened = false;
  const ports = interruptedPorts(lived.ports, {
    before: async () => undefined,
    after: async (call) => {
      if (call.name !== name || happened) return;
      happened = true;
      await happens(lived);
    },
  });
  return { lived, sleeper: lived.aggregator(ports) };
};

describe('the lease of a site', () => {
  it('is one run’s at a time, in one process too', async () => {
    const { clock, visit, site, aggregator } = shop();
    const { minute } = aggregator();
    clock.nowMs = TEN + MINUTE;
    await visit(visitAt('s1', TEN));
    const runs = await Promise.all([minute(site), minute(site)]);
    expect(runs.map(({ fold }) => fold.outcome).sort()).toEqual(['done', 'skipped']);
  });

  it.each([
    'record.changedSessions',
    'record.sessionsStarted',
    'record.visitors',
    'record.giveNumbers',
    'record.noteVisits',
    'record.noteNumbers',
    'ledger.saveState',
    'store.heads',
    'store.writePiece',
  ])('is lost by a run that sleeps past it in %s, and what it wakes up with does no harm', async (name) => {
    const { lived, sleeper } = shopWhere(name, async (awake) => {
      awake.clock.nowMs += LEASE_MS + 1;
      await awake.visit(visitAt('s2', TEN + 1));
      await awake.visit({ ...visitAt('s1-before', TEN - 50 * MINUTE), browser: 'b-s1' });
      expect(await awake.aggregator().minute(awake.site)).toMatchObject({ fold: { outcome: 'done' } });
    });
    lived.clock.nowMs = TEN + MINUTE;
    await lived.visit(visitAt('s1', TEN));
    expect(await sleeper.minute(lived.site)).toMatchObject({ fold: { outcome: 'lost' } });
    expect((await hourOfTen(lived))?.total).toMatchObject({ totalVisits: 2, newVisitors: ['b-s2'] });

    lived.clock.nowMs += LEASE_MS + 1;
    expect(await sleeper.minute(lived.site)).toMatchObject({ fold: { outcome: 'done' } });
    expect((await hourOfTen(lived))?.total).toMatchObject({ totalVisits: 2, newVisitors: ['b-s2'] });
  });

  it('is renewed while a long run goes on', async () => {
    const { lived, sleeper } = shopWhere('nothing', async () => undefined);
    const slow = interruptedPorts(lived.ports, {
      before: async () => undefined,
      after: async () => {
        lived.clock.nowMs += 15_000;
      },
    });
    lived.clock.nowMs = TEN + MINUTE;
    await lived.visit(visitAt('s1', TEN));
    expect(await lived.aggregator(slow).minute(lived.site)).toMatchObject({ fold: { outcome: 'done' } });
    expect((await hourOfTen(lived))?.total.totalVisits).toBe(1);
    expect(await sleeper.minute(lived.site)).toMatchObject({ fold: { outcome: 'done' } });
  });

  it('is given back after a run that failed', async () => {
    const lived = shop();
    lived.clock.nowMs = TEN + MINUTE;
    await lived.visit(visitAt('s1', TEN));
    const failing = lived.aggregator({
      store: { ...lived.ports.store, writePiece: () => Promise.reject(new Error('no space')) },
    });
    await expect(failing.minute(lived.site)).rejects.toThrow('no space');
    expect(await lived.aggregator().minute(lived.site)).toMatchObject({ fold: { outcome: 'done' } });
    expect((await hourOfTen(lived))?.total.totalVisits).toBe(1);
  });
});

describe('a writer that writes while its hour is folded', () => {
  it.each(['record.changedSessions', 'record.sessionsStarted', 'store.writePiece'])(
    'in %s, is folded by the next run',
    async (name) => {
      const { lived, sleeper } = shopWhere(name, (awake) => awake.visit(visitAt('s2', TEN + 1)));
      lived.clock.nowMs = TEN + MINUTE;
      await lived.visit(visitAt('s1', TEN));
      await sleeper.minute(lived.site);
      lived.clock.nowMs += MINUTE;
      await sleeper.minute(lived.site);
      expect((await hourOfTen(lived))?.total.totalVisits).toBe(2);
    },
  );
});
