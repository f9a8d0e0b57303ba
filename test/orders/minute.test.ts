import { describe, expect, it, vi } from 'vitest';
import { minuteEnvironment } from '../../functions/minute/environment.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { shop as aggregatedShop, at } from '../aggregate/shop.ts';
import { keptLog, NOON } from '../support/testShop.ts';
import { product, SITE } from './orderFixtures.ts';
import { orderShop, wish } from './orderShop.ts';

describe('the minute', () => {
  it('finishes the orders that were left, beside the numbers of its site', async () => {
    const shop = orderShop();
    await shop.ports.catalogue.seed(SITE.id, [product('boots')]);
    await shop.orders({ deliver: () => Promise.reject(new Error('no queue')) }).place(wish('o1'));
    shop.clock.nowMs = NOON + 60_000;
    const lived = aggregatedShop();
    lived.clock.nowMs = at('2026-03-02T10:05');
    const aggregator = lived.aggregator({ finishOrders: () => shop.orders().finishPending(SITE) });
    expect(await aggregator.minute(lived.site)).toMatchObject({
      fold: { outcome: 'done' },
      orders: { finished: 1 },
    });
    expect(await shop.customer()).toMatchObject({ totalOrders: 1 });
  });

  it('has its numbers also where orders cannot be finished, and names that', async () => {
    const lived = aggregatedShop();
    lived.clock.nowMs = at('2026-03-02T10:05');
    await lived.visit({ session: 's1', browser: 'b1', startedAt: at('2026-03-02T10:00') });
    const log = keptLog();
    const fault = new Error('3 orders were not finished');
    const aggregator = lived.aggregator({ finishOrders: () => Promise.reject(fault), log });
    expect(await aggregator.minute(lived.site)).toMatchObject({
      fold: { outcome: 'done' },
      orders: { failed: '3 orders were not finished' },
    });
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: { site: lived.site.id, error: fault } }),
    );
    expect(await lived.ports.ledger.state(lived.site.id)).toMatchObject({ firstDay: '2026-03-02' });
  });

  it('does not let its numbers wait for the orders', async () => {
    const lived = aggregatedShop();
    lived.clock.nowMs = at('2026-03-02T10:05');
    await lived.visit({ session: 's1', browser: 'b1', startedAt: at('2026-03-02T10:00') });
    const { promise, resolve } = Promise.withResolvers<number>();
    const minute = lived.aggregator({ finishOrders: () => promise }).minute(lived.site);
    await vi.waitFor(
      async () =>
        expect(await lived.ports.ledger.state(lived.site.id)).toMatchObject({ firstDay: '2026-03-02' }),
      { timeout: 10_000 },
    );
    resolve(2);
    expect(await minute).toMatchObject({ orders: { finished: 2 } });
  });

  it('finishes the orders also where its numbers fail, and fails then', async () => {
    const lived = aggregatedShop();
    const finished: string[] = [];
    const state = () => Promise.reject(new Error('no ledger'));
    const aggregator = lived.aggregator({
      ledger: { ...lived.ports.ledger, state, acquire: state },
      finishOrders: async ({ id }) => finished.push(id),
    });
    await expect(aggregator.minute(lived.site)).rejects.toThrow('no ledger');
    expect(finished).toEqual([lived.site.id]);
  });

  it.each(['messages', 'erasures'] as const)(
    'finishes the %s that were left, and has its numbers also where that fails',
    async (what) => {
      const lived = aggregatedShop();
      lived.clock.nowMs = at('2026-03-02T10:05');
      await lived.visit({ session: 's1', browser: 'b1', startedAt: at('2026-03-02T10:00') });
      const log = keptLog();
      const left: string[] = [];
      const minuteWith = (finish: (site: { readonly id: string }) => Promise<number>) =>
        lived
          .aggregator({ [what === 'messages' ? 'writeKept' : 'finishErasures']: finish, log })
          .minute(lived.site);
      await minuteWith(async ({ id }) => left.push(id));
      expect(left).toEqual([lived.site.id]);
      expect(log.lines).toContainEqual(
        expect.objectContaining({ level: 'warn', fields: { site: lived.site.id, [what]: 1 } }),
      );
      const error = new Error('no record');
      expect(await minuteWith(() => Promise.reject(error))).toMatchObject({ fold: { outcome: 'done' } });
      expect(log.lines).toContainEqual(
        expect.objectContaining({ level: 'error', fields: { site: lived.site.id, error } }),
      );
    },
  );

  it('names the queue and the deployment in its environment', () => {
    const whole = {
      MONGODB_URI: 'mongodb://db',
      TABLE_NAME: 'metrics',
      QUEUE_URL: 'https://queue',
      DEPLOYMENT: 'FootfallApp',
    };
    expect(minuteEnvironment({ ...whole, SITES: JSON.stringify([SITE]) })).toMatchObject({
      queueUrl: 'https://queue',
      deployment: 'FootfallApp',
      sites: [SITE],
    });
    for (const name of ['QUEUE_URL', 'DEPLOYMENT']) {
      expect(() => minuteEnvironment({ ...whole, [name]: '' })).toThrow(
        new ConfigurationError(`${name} is missing.`),
      );
    }
  });
});
