import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_EVENT_LATENESS_MS, occurrenceTime } from '../../../src/domain/events/occurrenceTime.ts';

const RECEIVED = 1_795_348_800_000;
const HOUR = 3_600_000;
const at = (occurredAt?: number, sentAt?: number) =>
  occurrenceTime({ occurredAt, sentAt, receivedAt: RECEIVED });

describe('when an event happened', () => {
  it('is when we heard of it, where the client says nothing', () => {
    expect(at()).toBe(RECEIVED);
    expect(at(undefined, RECEIVED - HOUR)).toBe(RECEIVED);
  });

  it("is what the client's clock says, up to 24 hours late", () => {
    expect(at(RECEIVED - HOUR)).toBe(RECEIVED - HOUR);
    expect(at(RECEIVED - MAX_EVENT_LATENESS_MS)).toBe(RECEIVED - MAX_EVENT_LATENESS_MS);
    expect(at(RECEIVED - MAX_EVENT_LATENESS_MS - 1)).toBe(RECEIVED);
  });

  it.each([
    ['a millisecond ahead', RECEIVED + 1],
    ['in the year 9999', Date.UTC(9999, 0)],
    ['in 1970', 0],
    ['before all time', -1e300],
    ['beyond all time', 1e300],
  ])('is not what a client %s says', (_, occurredAt) => {
    expect(at(occurredAt)).toBe(RECEIVED);
  });

  it('is corrected for a clock that runs wrong, where the client says what it showed when it sent', () => {
    const aheadByADay = RECEIVED + 24 * HOUR;
    expect(at(aheadByADay - 5_000, aheadByADay)).toBe(RECEIVED - 5_000);
    const backBy40Years = RECEIVED - 40 * 365 * 24 * HOUR;
    expect(at(backBy40Years - 5_000, backBy40Years)).toBe(RECEIVED - 5_000);
  });

  it('is not what a client says that sent it before it happened', () => {
    expect(at(RECEIVED, RECEIVED - HOUR)).toBe(RECEIVED);
  });

  it('lies within the last 24 hours and never in the future, whatever a client says', () => {
    const time = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined });
    fc.assert(
      fc.property(time, time, (occurredAt, sentAt) => {
        const happened = at(occurredAt, sentAt);
        expect(happened).toBeLessThanOrEqual(RECEIVED);
        expect(happened).toBeGreaterThanOrEqual(RECEIVED - MAX_EVENT_LATENESS_MS);
      }),
    );
  });
});
