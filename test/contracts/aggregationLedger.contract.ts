import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteId } from '../../src/domain/ids.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import {
  type AggregationLedger,
  type AggregationState,
  type Lease,
  LeaseLost,
} from '../../src/ports/AggregationLedger.ts';

const START = 1_795_348_800_000;
const LEASE = 60_000;
const HOUR = 3_600_000;

/** What every ledger of the aggregators does (`src/ports/AggregationLedger.ts`). */
export const aggregationLedgerContract = (
  name: string,
  open: () => Promise<{ readonly ledger: AggregationLedger; close(): Promise<void> }>,
): void => {
  describe(`the aggregators' ledger in ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let ledger: AggregationLedger;
    let sites = 0;
    const newSite = () => `site-${sites++}` as SiteId;
    const acquire = (site: SiteId, owner: string, nowMs = START) =>
      ledger.acquire({ site, owner, nowMs, leaseMs: LEASE });
    const acquired = async (site: SiteId, owner: string, nowMs = START): Promise<Lease> => {
      const lease = await acquire(site, owner, nowMs);
      if (lease === undefined) throw new Error(`${owner} got no lease`);
      return lease;
    };
    beforeAll(async () => {
      opened = await open();
      ledger = opened.ledger;
    });
    afterAll(() => opened.close());

    describe('leases', () => {
      it('are given to one owner at a time', async () => {
        const site = newSite();
        expect(await acquired(site, 'a')).toMatchObject({ site, owner: 'a' });
        expect(await acquire(site, 'b', START + LEASE)).toBeUndefined();
      });

      it('go to another owner when they have run out, with a greater fence', async () => {
        const site = newSite();
        const first = await acquired(site, 'a');
        const second = await acquired(site, 'b', START + LEASE + 1);
        expect(second.fence).toBeGreaterThan(first.fence);
      });

      it('are given anew to the owner that holds them, with a greater fence', async () => {
        const site = newSite();
        const first = await acquired(site, 'a');
        const second = await acquired(site, 'a', START + 1);
        expect(second.fence).toBeGreaterThan(first.fence);
        await expect(ledger.renew(first, START + 2, LEASE)).rejects.toBeInstanceOf(LeaseLost);
      });

      it('of one site say nothing about another site', async () => {
        await acquired(newSite(), 'a');
        await acquired(newSite(), 'b');
      });

      it('last longer when they are renewed', async () => {
        const site = newSite();
        const lease = await acquired(site, 'a');
        await ledger.renew(lease, START + LEASE, LEASE);
        expect(await acquire(site, 'b', START + 2 * LEASE)).toBeUndefined();
        await acquired(site, 'b', START + 2 * LEASE + 1);
      });

      it('can be renewed after they have run out while nobody else has one', async () => {
        const site = newSite();
        const lease = await acquired(site, 'a');
        await ledger.renew(lease, START + 3 * LEASE, LEASE);
        expect(await acquire(site, 'b', START + 4 * LEASE)).toBeUndefined();
      });

      it('cannot be renewed once another owner has one', async () => {
        const site = newSite();
        const lease = await acquired(site, 'a');
        await acquired(site, 'b', START + LEASE + 1);
        await expect(ledger.renew(lease, START + LEASE + 2, LEASE)).rejects.toBeInstanceOf(LeaseLost);
      });

      it('are free at once when they are released, and can then not be renewed', async () => {
        const site = newSite();
        const lease = await acquired(site, 'a');
        await ledger.release(lease);
        await expect(ledger.renew(lease, START, LEASE)).rejects.toBeInstanceOf(LeaseLost);
        const next = await acquired(site, 'b');
        expect(next.fence).toBeGreaterThan(lease.fence);
      });

      it('that are lost free nobody else’s when they are released', async () => {
        const site = newSite();
        const lost = await acquired(site, 'a');
        const lease = await acquired(site, 'b', START + LEASE + 1);
        await ledger.release(lost);
        expect(await acquire(site, 'c', START + LEASE + 2)).toBeUndefined();
        await ledger.renew(lease, START + LEASE + 2, LEASE);
      });

      it('go to exactly one of ten who ask at once', async () => {
        const site = newSite();
        const leases = await Promise.all(
          Array.from({ length: 10 }, (_, owner) => acquire(site, `owner ${owner}`)),
        );
        expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
      });
    });

    describe('the state', () => {
      const state: AggregationState = {
        scanned: { sessions: START, orders: START - 5 },
        overlap: { [`sessions:${START}`]: 'ab"c\\d é' },
        dirtyHours: { [START]: { since: START + 1, reason: 'late events' } },
        closedThrough: '2026-11-21' as LocalDate,
        sealedThrough: '2026-01-01' as LocalDate,
        firstDay: '2025-12-31' as LocalDate,
      };

      it('of a new site is empty', async () => {
        expect(await ledger.state(newSite())).toEqual({});
      });

      it('is what was saved last', async () => {
        const site = newSite();
        const lease = await acquired(site, 'a');
        await ledger.saveState(lease, { firstDay: '2020-01-01' as LocalDate });
        await ledger.saveState(lease, state);
        expect(await ledger.state(site)).toEqual(state);
      });

      it('outlives leases', async () => {
        const site = newSite();
        const lease = await acquired(site, 'a');
        await ledger.saveState(lease, state);
        await ledger.release(lease);
        await acquired(site, 'b');
        expect(await ledger.state(site)).toEqual(state);
      });

      it('is not to be saved under a lease after which another was given, even before that one saves', async () => {
        const site = newSite();
        const lost = await acquired(site, 'a');
        await ledger.saveState(lost, state);
        await acquired(site, 'b', START + LEASE + 1);
        await expect(ledger.saveState(lost, {})).rejects.toBeInstanceOf(LeaseLost);
        expect(await ledger.state(site)).toEqual(state);
      });

      it('may hold every hour of three years', async () => {
        const site = newSite();
        const dirtyHours = Object.fromEntries(
          Array.from({ length: 3 * 366 * 24 }, (_, hour) => [
            START + hour * HOUR,
            { since: START + hour * 17, reason: 'by hand' as const },
          ]),
        );
        await ledger.saveState(await acquired(site, 'a'), { dirtyHours });
        expect(await ledger.state(site)).toEqual({ dirtyHours });
      });
    });

    describe('visitor numbers', () => {
      it('begin with 0 on each site', async () => {
        expect(await ledger.reserveNumbers(newSite(), 3)).toBe(0);
        expect(await ledger.reserveNumbers(newSite(), 1)).toBe(0);
      });

      it('follow one another without a gap', async () => {
        const site = newSite();
        expect(await ledger.reserveNumbers(site, 3)).toBe(0);
        expect(await ledger.reserveNumbers(site, 1)).toBe(3);
        expect(await ledger.reserveNumbers(site, 10)).toBe(4);
      });

      it('are never given twice, however many ask at once', async () => {
        const site = newSite();
        const firsts = await Promise.all(Array.from({ length: 20 }, () => ledger.reserveNumbers(site, 5)));
        expect(firsts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n * 5));
      });
    });
  });
};
