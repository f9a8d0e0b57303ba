import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldSession } from '../../../src/domain/sessions/foldSession.ts';
import { SITE, sessionEventsArbitrary } from './foldFixtures.ts';

const fold = (events: Parameters<typeof foldSession>[0]['events']) => foldSession({ events, site: SITE });

const shuffledArbitrary = sessionEventsArbitrary().chain((events) =>
  fc.record({
    events: fc.constant(events),
    shuffled: fc.shuffledSubarray(events, { minLength: events.length }),
  }),
);

describe('the fold of any session', () => {
  it('is the same in any order of events', () => {
    fc.assert(
      fc.property(shuffledArbitrary, ({ events, shuffled }) => {
        expect(fold(shuffled)).toEqual(fold(events));
      }),
      { numRuns: 500 },
    );
  });

  it('is the same where events come twice', () => {
    fc.assert(
      fc.property(shuffledArbitrary, fc.nat(), ({ events, shuffled }, some) => {
        const again = shuffled.slice(0, some % (events.length + 1));
        expect(fold([...again, ...events])).toEqual(fold(events));
      }),
    );
  });

  it('sees more with every event, so that the fullest fold is the one that is kept', () => {
    fc.assert(
      fc.property(sessionEventsArbitrary(), (events) => {
        const folds = events.map((_, index) => fold(events.slice(0, index + 1)));
        folds.forEach((one, index) => {
          expect(one?.eventsSeen).toBe(index + 1);
          expect(one?.epoch).toBeGreaterThanOrEqual(folds[index - 1]?.epoch ?? 0);
          expect(one?.startedAt).toBeLessThanOrEqual(folds[index - 1]?.startedAt ?? Number.POSITIVE_INFINITY);
        });
      }),
    );
  });

  it('keeps its times in order, and its duration and flags true to its facts', () => {
    fc.assert(
      fc.property(sessionEventsArbitrary(), (events) => {
        const session = fold(events);
        if (!session) throw new Error('no session');
        expect(session.firstSeenAt).toBeLessThanOrEqual(session.startedAt);
        expect(session.lastSeenAt).toBeGreaterThanOrEqual(session.startedAt);
        expect(session.durationMs).toBe(session.lastSeenAt - session.firstSeenAt);
        const instants = [session.startedAt, ...events.map(({ occurredAt }) => occurredAt)];
        expect(instants).toContain(session.firstSeenAt);
        expect(instants).toContain(session.lastSeenAt);
        expect(session.converted).toBe(session.orders.length > 0);
        expect(session.orderId).toBe(session.orders.at(-1)?.orderId);
        expect(session.type === 'CUSTOMER').toBe(session.customerId !== undefined);
        expect(new Set(session.orders.map(({ orderId }) => orderId)).size).toBe(session.orders.length);
        for (const { amountMinor, refundedMinor } of session.orders) {
          expect(refundedMinor).toBeLessThanOrEqual(amountMinor);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes type, customer and orders from servers alone', () => {
    fc.assert(
      fc.property(sessionEventsArbitrary(), (events) => {
        const session = fold(events.map((event) => ({ ...event, source: 'browser' as const })));
        expect(session).toMatchObject({ type: 'ANONYMOUS', converted: false, orders: [], newBrowser: false });
        expect(session).not.toHaveProperty('customerId');
        expect(session).not.toHaveProperty('secret');
      }),
    );
  });
});
