import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/minute/createHandler.ts';
import { aggregatorEnvironment, minuteEnvironment } from '../../functions/minute/environment.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { Site } from '../../src/domain/site.ts';
import type { Gauge } from '../../src/ports/Gauges.ts';
import { at, MINUTE, shop } from '../aggregate/shop.ts';
import { SITE } from '../domain/sessions/foldFixtures.ts';
import { keptLog } from '../support/testShop.ts';

const other: Site = { ...SITE, id: 'other' as SiteId };

const gauge = (name: Gauge['name']): Gauge => ({ name, unit: 'Count', value: 1 });
const cache = async () => gauge('CacheDown');

/** Where a test is not about CloudWatch. */
const untold = {
  cache,
  gauges: { behind: async () => [], crossSite: async () => [] },
  emit: () => undefined,
};

describe('the minute aggregator behind its schedule', () => {
  it('aggregates every site', async () => {
    const lived = shop();
    lived.clock.nowMs = at('2026-03-02T10:05');
    await lived.visit({ session: 's1', browser: 'b1', startedAt: at('2026-03-02T10:00') });
    const { site, log } = lived;
    const handler = createHandler({
      aggregator: lived.aggregator({ sites: [site, other] }),
      ...untold,
      sites: [site, other],
      log,
    });
    expect(await handler()).toMatchObject([
      { site: site.id, fold: { outcome: 'done', written: [{ stamp: { version: 1 } }] } },
      { site: 'other', fold: { outcome: 'done', written: [] } },
    ]);
    lived.clock.nowMs += MINUTE;
    expect(await handler()).toMatchObject([
      { live: { minutes: { length: 3 } } },
      { live: { minutes: { length: 3 } } },
    ]);
  });

  it('lets no site that fails stop the others or the gauges of any, and fails in the end so that it is seen', async () => {
    const log = keptLog();
    const done: string[] = [];
    const emitted: string[] = [];
    const fault = new Error('no answer');
    const sites = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ ...SITE, id: id as SiteId }));
    const handler = createHandler({
      aggregator: {
        minute: async ({ id }) => {
          if (id === 'b') throw fault;
          done.push(id);
          emitted.push(`run ${id}`);
          return { site: id, live: { minutes: [], activeFrom: 'record' }, fold: { outcome: 'lost' } };
        },
      },
      cache,
      gauges: { behind: async () => [gauge('DaysBehind')], crossSite: async () => [gauge('CrossSiteShare')] },
      emit: (gauges, site = 'all') => void emitted.push(...gauges.map(({ name }) => `${name} ${site}`)),
      sites,
      log,
    });
    const failure = await handler().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AggregateError);
    expect((failure as AggregateError).errors).toEqual([fault]);
    expect(done.sort()).toEqual(['a', 'c', 'd', 'e', 'f']);
    expect(log.lines).toEqual([
      { level: 'error', message: 'site not aggregated', fields: { site: 'b', error: fault } },
    ]);
    const ids = sites.map(({ id }) => id);
    expect(emitted.slice(0, 7), 'what needs no record is told before all runs').toEqual([
      'CacheDown all',
      ...ids.map((id) => `DaysBehind ${id}`),
    ]);
    for (const id of ids) expect(emitted).toContain(`CrossSiteShare ${id}`);
    expect(
      emitted.indexOf('CrossSiteShare a'),
      'a site’s own is not kept until the last site’s run',
    ).toBeLessThan(emitted.indexOf('run f'));
  });
});

describe("an aggregator's environment", () => {
  const whole = { MONGODB_URI: 'mongodb://db', TABLE_NAME: 'metrics' };

  it('names the record, the table and the sites', () => {
    expect(aggregatorEnvironment({ ...whole, SITES: JSON.stringify([SITE]) })).toEqual({
      mongodbUri: 'mongodb://db',
      tableName: 'metrics',
      sites: [SITE],
    });
  });

  it('of the minute has the queue and the name of the deployment besides', () => {
    const own = { QUEUE_URL: 'https://sqs/events', DEPLOYMENT: 'FootfallApp' };
    expect(minuteEnvironment({ ...whole, ...own, SITES: JSON.stringify([SITE]) })).toMatchObject({
      queueUrl: 'https://sqs/events',
      deployment: 'FootfallApp',
    });
    expect(() => minuteEnvironment({ ...whole, ...own, DEPLOYMENT: '' })).toThrow('DEPLOYMENT is missing.');
  });

  it.each(['MONGODB_URI', 'TABLE_NAME'])('is refused at start without %s', (name) => {
    expect(() => aggregatorEnvironment({ ...whole, [name]: '' })).toThrow(
      new ConfigurationError(`${name} is missing.`),
    );
  });
});
