import { describe, expect, it } from 'vitest';
import { memorySalts } from '../../src/adapters/memory/memorySalts.ts';
import { SaltsUnavailable } from '../../src/ports/DailySalts.ts';
import { at, day, type Shop, shop } from './shop.ts';

const SUNDAY = day('2026-03-01');
const MONDAY = day('2026-03-02');
/** In Berlin Monday begins an hour before the day that all go by. */
const BERLIN = { privacy: 'cookieless', timezone: 'Europe/Berlin' } as const;

/** A shop whose visitors came on Sunday and on Monday. */
const salted = async (options: Parameters<typeof shop>[0] = BERLIN) => {
  const lived = shop(options);
  const salts = memorySalts();
  await salts.saltOf(lived.site, SUNDAY, at('2026-03-01T12:00'));
  await salts.saltOf(lived.site, MONDAY, at('2026-03-02T12:00'));
  return { lived, salts, aggregator: lived.aggregator({ salts }) };
};
const minuteAt = async (lived: Shop, aggregator: ReturnType<Shop['aggregator']>, utc: string) => {
  lived.clock.nowMs = at(utc);
  return aggregator.minute(lived.site);
};

describe('the salts of days that are over', () => {
  it('are deleted by the first minute’s run of half an hour after the site’s day, and not a minute before', async () => {
    const { lived, salts, aggregator } = await salted();
    await minuteAt(lived, aggregator, '2026-03-01T23:29');
    expect(await salts.forgetSaltsBefore(lived.site.id, SUNDAY)).toBe(0);
    expect(await salts.saltOf(lived.site, SUNDAY, at('2026-03-01T23:29'))).toHaveLength(32);
    await minuteAt(lived, aggregator, '2026-03-01T23:30');
    expect(await salts.forgetSaltsBefore(lived.site.id, MONDAY)).toBe(0);
    expect(await salts.forgetSaltsBefore(lived.site.id, day('2026-03-03'))).toBe(1);
  });

  it('are deleted of a site too that keeps cookies by now', async () => {
    const { lived, salts, aggregator } = await salted({ ...BERLIN, privacy: 'consent' });
    await minuteAt(lived, aggregator, '2026-03-02T12:00');
    expect(await salts.forgetSaltsBefore(lived.site.id, MONDAY)).toBe(0);
    await minuteAt(lived, aggregator, '2026-03-02T23:30');
    expect(await salts.forgetSaltsBefore(lived.site.id, day('2026-03-03'))).toBe(0);
  });

  it('keep no number waiting where they cannot be deleted, and somebody is told', async () => {
    const { lived } = await salted();
    const aggregator = lived.aggregator({
      salts: { forgetSaltsBefore: () => Promise.reject(new SaltsUnavailable('down')) },
    });
    expect(await minuteAt(lived, aggregator, '2026-03-02T12:00')).toMatchObject({
      fold: { outcome: 'done' },
    });
    expect(lived.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'salts of ended days not deleted' }),
    );
  });
});
