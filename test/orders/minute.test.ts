import { describe, expect, it } from 'vitest';
import { minuteEnvironment } from '../../functions/minute/environment.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { shop as aggregatedShop, at } from '../aggregate/shop.ts';
import { NOON } from '../support/testShop.ts';
import { product, SITE } from './orderFixtures.ts';
import { orderShop, wish } from './orderShop.ts';

describe('the minute', () => {
  it('finishes the orders that were left, before the numbers of its site', async () => {
    const shop = orderShop();
    await shop.ports.catalogue.seed(SITE.id, [product('boots')]);
    await shop.orders({ deliver: () => Promise.reject(new Error('no queue')) }).place(wish('o1'));
    shop.clock.nowMs = NOON + 60_000;
    const lived = aggregatedShop();
    lived.clock.nowMs = at('2026-03-02T10:05');
    const aggregator = lived.aggregator({ finishOrders: () => shop.orders().finishPending(SITE) });
    expect(await aggregator.minute(lived.site)).toMatchObject({ fold: { outcome: 'done' } });
    expect(await shop.customer()).toMatchObject({ totalOrders: 1 });
  });

  it('has its numbers also where orders cannot be finished, and fails so that it is seen', async () => {
    const lived = aggregatedShop();
    lived.clock.nowMs = at('2026-03-02T10:05');
    await lived.visit({ session: 's1', browser: 'b1', startedAt: at('2026-03-02T10:00') });
    const fault = new Error('no orders');
    const aggregator = lived.aggregator({ finishOrders: () => Promise.reject(fault) });
    await expect(aggregator.minute(lived.site)).rejects.toBe(fault);
    expect(await lived.ports.ledger.state(lived.site.id)).toMatchObject({ firstDay: '2026-03-02' });
  });

  it('names the queue in its environment', () => {
    const whole = { MONGODB_URI: 'mongodb://db', TABLE_NAME: 'metrics', QUEUE_URL: 'https://queue' };
    expect(minuteEnvironment({ ...whole, SITES: JSON.stringify([SITE]) })).toMatchObject({
      queueUrl: 'https://queue',
      sites: [SITE],
    });
    expect(() => minuteEnvironment({ ...whole, QUEUE_URL: '' })).toThrow(
      new ConfigurationError('QUEUE_URL is missing.'),
    );
  });
});
