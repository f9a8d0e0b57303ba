import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/midnight/createHandler.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import { at, MINUTE, shop } from '../aggregate/shop.ts';

describe('the midnight aggregator behind its schedule', () => {
  it('aggregates a day soon after it ended in its site’s own time zone, and does it once', async () => {
    const lived = shop({ timezone: 'Asia/Kolkata' });
    const west = { ...lived.site, id: 'west' as SiteId, timezone: 'America/New_York' };
    const sites = [lived.site, west];
    lived.clock.nowMs = at('2026-03-02T10:05');
    await lived.visit({ session: 's1', browser: 'b1', startedAt: at('2026-03-02T10:00') });
    const handler = createHandler({ aggregator: lived.aggregator({ sites }), sites, log: lived.log });

    lived.clock.nowMs = at('2026-03-02T18:29');
    expect(await handler()).toMatchObject([
      { outcome: 'done', closed: [] },
      { outcome: 'done', closed: [] },
    ]);
    lived.clock.nowMs += MINUTE;
    expect(await handler()).toMatchObject([
      { outcome: 'done', closed: ['2026-03-02'] },
      { outcome: 'skipped' },
    ]);
    lived.clock.nowMs += MINUTE;
    expect(await handler()).toMatchObject([
      { outcome: 'skipped', reason: 'nothing to do' },
      { outcome: 'skipped', reason: 'nothing to do' },
    ]);
  });

  it('fails so that it is seen where a site fails', async () => {
    const { site, log } = shop();
    const handler = createHandler({
      aggregator: { midnight: () => Promise.reject(new Error('no answer')) },
      sites: [site],
      log,
    });
    await expect(handler()).rejects.toThrow(AggregateError);
  });
});
