import { describe, expect, it } from 'vitest';
import { daySpan, hoursOfDay } from '../../src/domain/time/localTime.ts';
import { day, HOUR, MINUTE, shop } from './shop.ts';

/** A zone, one of its days, and how many hours that day has. */
const DAYS = [
  ['Europe/Berlin', '2026-03-29', 23],
  ['Europe/Berlin', '2026-10-25', 25],
  ['Asia/Kolkata', '2026-05-30', 24],
  ['Asia/Kathmandu', '2026-05-30', 24],
  ['Australia/Lord_Howe', '2026-04-05', 24.5],
  ['Australia/Lord_Howe', '2026-10-04', 23.5],
  ['America/Santiago', '2026-09-06', 23],
  ['Africa/Cairo', '2026-04-24', 23],
] as const;

describe('a day of a site', () => {
  it.each(DAYS)(
    'in %s, %s, has the visits of its %d hours, each in its own',
    async (timezone, text, hours) => {
      const date = day(text);
      const lived = shop({ timezone });
      const { clock, visit, site } = lived;
      const { minute, midnight } = lived.aggregator();
      const { startMs, endMs } = daySpan(date, timezone);
      expect(endMs - startMs).toBe(hours * HOUR);

      const starts = hoursOfDay(date, timezone).flatMap((hour) => [hour.startMs, hour.endMs - 1]);
      for (const [index, startedAt] of [startMs - 1, ...starts, endMs].entries()) {
        clock.nowMs = startedAt + 1;
        await visit({ session: `s${index}`, browser: `b${index}`, startedAt });
        if (index % 9 === 0) await minute(site);
      }
      clock.nowMs = endMs + 2 * MINUTE;
      await midnight(site);

      const { pieces } = await lived.metrics([date]);
      const piece = pieces[`d:${date}`];
      expect(piece?.total).toMatchObject({ totalVisits: starts.length });
      expect(piece?.hours).toHaveLength(Math.ceil(hours));
      expect(piece?.hours).toEqual(
        hoursOfDay(date, timezone).map((hour) =>
          expect.objectContaining({ startMs: hour.startMs, uniqueVisits: 2, newVisitors: 2 }),
        ),
      );
    },
  );
});
