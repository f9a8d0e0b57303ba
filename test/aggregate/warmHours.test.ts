import { describe, expect, it } from 'vitest';
import { createWarmHours } from '../../src/aggregate/warmHours.ts';
import { interruptedPorts } from './interruptedPorts.ts';
import { at, day, MINUTE, shop, type Visit } from './shop.ts';
import { withoutStamps } from './storedMetrics.ts';

const MONDAY = day('2026-03-02');
const TEN = at('2026-03-02T10:00');
const visitAt = (session: string, startedAt: number, browser = `b-${session}`): Visit => ({
  session,
  browser,
  startedAt,
});

/** A shop in its eleventh hour, with an aggregator that has run before, and what it asks of the record from then on. */
const warm = async () => {
  const lived = shop();
  const asked: string[] = [];
  const ports = interruptedPorts(lived.ports, {
    before: async ({ name, args }) => {
      if (!name.startsWith('record.sessions')) return;
      asked.push(name === 'record.sessionsByRef' ? `${name} ${(args[1] as unknown[]).length}` : name);
    },
    after: async () => undefined,
  });
  const aggregator = lived.aggregator(ports);
  lived.clock.nowMs = TEN + 30 * MINUTE;
  for (let index = 0; index < 20; index += 1) await lived.visit(visitAt(`s${index}`, TEN + index));
  await aggregator.minute(lived.site);
  asked.length = 0;
  lived.clock.nowMs += 5 * MINUTE;
  return { ...lived, warmed: aggregator, asked };
};

const folding = (asked: readonly string[]): readonly string[] =>
  asked.filter((name) => name !== 'record.sessionsSeen');

describe('the hours that an aggregator keeps', () => {
  it('spare it reading what did not change, and give the same numbers', async () => {
    const { warmed, asked, visit, event, clock, site, metrics, aggregator } = await warm();
    await visit(visitAt('s20', TEN + 34 * MINUTE, 'b-s1'));
    await event(visitAt('s3', TEN + 3), 'add_to_cart', TEN + 33 * MINUTE);
    await warmed.minute(site);
    expect(asked).not.toContain('record.sessionsStarted');
    // Those of the live view's events, the two that changed, and the first session of the one visitor who came again.
    expect(folding(asked)).toContain('record.sessionsByRef 2');
    const { hours } = withoutStamps(await metrics([MONDAY]));
    expect(hours[`h:${TEN}`]?.total).toMatchObject({ totalVisits: 21, cartSessions: 1 });

    clock.nowMs += MINUTE;
    await event(visitAt('s3', TEN + 3), 'session_touched', TEN + 35 * MINUTE, { source: 'server' });
    await aggregator().minute(site);
    const cold = withoutStamps(await metrics([MONDAY])).hours[`h:${TEN}`];
    expect({ ...cold?.total, durationMs: 0 }).toEqual({ ...hours[`h:${TEN}`]?.total, durationMs: 0 });
  });

  it('are not believed once another process has aggregated the site', async () => {
    const { warmed, asked, visit, login, clock, site, metrics, aggregator } = await warm();
    const back = visitAt('s20', TEN + 34 * MINUTE, 'b-s1');
    await visit(back);
    await login(back, 'b-s2', TEN + 34 * MINUTE + 1, 'b-s1');
    await aggregator().minute(site);
    clock.nowMs += MINUTE;
    await visit(visitAt('s21', TEN + 35 * MINUTE));
    await warmed.minute(site);
    expect(asked).toContain('record.sessionsStarted');
    const { hours } = await metrics([MONDAY]);
    expect(hours[`h:${TEN}`]?.total).toMatchObject({ totalVisits: 22, visitors: { length: 20 } });
  });

  it('follow a merge of visitors in their own process', async () => {
    const { warmed, visit, login, site, metrics } = await warm();
    const back = visitAt('s20', TEN + 34 * MINUTE, 'b-s1');
    await visit(back);
    await login(back, 'b-s2', TEN + 34 * MINUTE + 1, 'b-s1');
    await warmed.minute(site);
    const { hours } = await metrics([MONDAY]);
    expect(hours[`h:${TEN}`]?.total).toMatchObject({ totalVisits: 21, visitors: { length: 19 } });
  });

  it('are forgotten after a run that failed', async () => {
    const hours = createWarmHours();
    hours.begin(1, [TEN]);
    hours.keep(TEN, []);
    hours.end(1);
    hours.begin(2, [TEN]);
    expect(hours.sessionsOf(TEN)).toEqual([]);
    hours.begin(3, [TEN]);
    expect(hours.sessionsOf(TEN)).toBeUndefined();
  });

  it('are bounded: what is too much is read each time', async () => {
    const { ports, site } = await warm();
    const sessions = [];
    for await (const batch of ports.record.sessionsStarted(site.id, TEN, TEN + 60 * MINUTE))
      sessions.push(...batch);
    const hours = createWarmHours({ maxFacts: sessions.length - 1 });
    hours.begin(1, [TEN]);
    hours.keep(TEN, sessions);
    expect(hours.sessionsOf(TEN)).toBeUndefined();
  });
});
