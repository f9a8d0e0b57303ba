import type { Aggregator } from '../../src/aggregate/createAggregator.ts';
import { daysOf } from '../../src/domain/time/localTime.ts';
import { at, day, HOUR, MINUTE, type Shop, type Stores, shop, type Visit } from './shop.ts';
import { withoutStamps } from './storedMetrics.ts';

type Work = (aggregator: Aggregator, shop: Shop) => Promise<unknown>;
/** Does one run's work; a visit that comes in about that time has to be written before the next one begins. */
export type Run = (work: Work, visit: () => Promise<unknown>) => Promise<void>;

const runOf = {
  minute: (aggregator: Aggregator, { site }: Shop) => aggregator.minute(site),
  midnight: (aggregator: Aggregator, { site }: Shop) => aggregator.midnight(site),
  range: (aggregator: Aggregator, { site }: Shop) =>
    aggregator.range({ site, from: day('2026-03-03'), to: day('2026-03-05') }),
};

/** Days of which {@link live} has metrics. */
export const LIFE = daysOf(day('2026-02-28'), day('2026-03-09'));

/**
 * A small shop's week: visitors who come again, a visit that is heard of after a later one, a login that makes two visitors one
 * and one that takes a visit to another customer, late events on finished days, orders, a refund of an order on a sealed day,
 * and two visitors of sealed days who turn out to be one. Aggregators run now and then.
 */
export const live = async (in_: Shop, doRun: Run): Promise<void> => {
  const { clock, visit, event, order, refund, login } = in_;
  let scriptMs = clock.nowMs;
  const until = (utc: string): void => {
    scriptMs = at(utc);
    clock.nowMs = Math.max(clock.nowMs, scriptMs);
  };
  let runs = 0;
  const run = async (work: Work): Promise<void> => {
    runs += 1;
    const session = `meanwhile-${runs}`;
    const browser = ['ann', 'dan', session][runs % 3] as string;
    const startedAt = scriptMs - (runs % 5) * 17 * MINUTE - runs;
    await doRun(work, () =>
      visit({ session, browser, startedAt, device: runs % 2 === 0 ? 'mobile' : 'desktop' }),
    );
  };
  const visitAt = (session: string, browser: string, utc: string, more: Partial<Visit> = {}): Visit => ({
    session,
    browser,
    startedAt: at(utc),
    ...more,
  });

  const ann1 = visitAt('ann-1', 'ann', '2026-03-02T09:10');
  const bob1 = visitAt('bob-1', 'bob', '2026-03-02T09:40', { device: 'desktop' });
  until('2026-03-02T09:45');
  await visit(ann1);
  await visit(bob1);
  await order(ann1, 'o1', at('2026-03-02T09:20'), 5_000);
  await visit(visitAt('crawler', 'crawler', '2026-03-02T09:30', { bot: true }));
  await run(runOf.minute);

  // Dan's earlier visit is heard of after his later one.
  until('2026-03-02T11:05');
  await visit(visitAt('dan-2', 'dan', '2026-03-02T11:00', { device: 'desktop' }));
  await run(runOf.minute);
  until('2026-03-02T11:20');
  await visit(visitAt('dan-1', 'dan', '2026-03-02T10:30'));
  await run(runOf.minute);

  until('2026-03-03T00:03');
  await visit(visitAt('ann-2', 'ann', '2026-03-03T00:01'));
  await run(runOf.midnight);
  await run(runOf.minute);

  // A late event on the finished day, and Bob turns out to be Ann.
  until('2026-03-03T08:00');
  await event(ann1, 'add_to_cart', at('2026-03-02T09:25'));
  const bob2 = visitAt('bob-2', 'bob', '2026-03-03T07:50', { device: 'desktop' });
  await visit(bob2);
  await run(runOf.minute);
  await login(bob2, 'ann', at('2026-03-03T07:58'), 'bob');
  clock.nowMs += MINUTE;
  await run(runOf.minute);

  // Dan's third visit, on Eve's browser, is Fay's in the end.
  until('2026-03-04T12:00');
  const eve1 = visitAt('eve-1', 'eve', '2026-03-04T11:50');
  await visit(eve1);
  await visit(visitAt('eve-2', 'eve-phone', '2026-03-04T11:55', { visitor: 'eve', device: 'desktop' }));
  await run(runOf.minute);
  await login(eve1, 'fay', at('2026-03-04T11:58'));
  clock.nowMs += 2 * MINUTE;
  await run(runOf.minute);

  // Two nights are missed.
  until('2026-03-06T00:30');
  // Told late, by a process that did not know yet that Bob is Ann.
  await login(bob2, 'bob', at('2026-03-03T08:09'));
  await order(bob2, 'o2', at('2026-03-03T08:10'), 700);
  await run(runOf.midnight);

  // The first days are sealed by now: what changes of them corrects them.
  until('2026-03-08T01:00');
  await visit(visitAt('gus-1', 'gus', '2026-03-07T23:59'));
  await run(runOf.midnight);
  clock.nowMs += MINUTE;
  await refund(ann1, 'o1', at('2026-03-08T00:50'), 2_000);
  await run(runOf.minute);
  const dan3 = visitAt('dan-3', 'dan', '2026-03-08T01:00');
  await visit(dan3);
  await login(dan3, 'ann', at('2026-03-08T01:01'), 'dan');
  until('2026-03-08T01:10');
  await run(runOf.minute);
  await run(runOf.range);

  for (const _ of ['to see the end', 'and the end of that']) {
    clock.nowMs += HOUR / 3;
    await run(runOf.midnight);
    await run(runOf.minute);
  }
};

export const newShop = (stores?: Stores): Shop =>
  shop({ timezone: 'Europe/Berlin', retentionDays: 3 }, stores);

/** What is stored in the end of a life whose runs are not disturbed. */
export const undisturbed = async (stores?: Stores) => {
  const lived = newShop(stores);
  const aggregator = lived.aggregator();
  await live(lived, async (work, visit) => {
    await visit();
    await work(aggregator, lived);
  });
  return { lived, metrics: withoutStamps(await lived.metrics(LIFE)) };
};
