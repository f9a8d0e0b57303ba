import type { SiteId } from '../domain/ids.ts';
import { type AggregationLedger, LeaseLost } from '../ports/AggregationLedger.ts';
import { type Log, thrown } from '../ports/Log.ts';
import { createHeldLease, type HeldLease } from './heldLease.ts';

/** What came of work that needs a site's lease. */
export type Leased<T> =
  | { readonly outcome: 'done'; readonly result: T }
  /** Another owner has the lease. */
  | { readonly outcome: 'busy' }
  /** Another owner got it while this one was at work, or its time ran out: what was begun, the other one ends. */
  | { readonly outcome: 'lost' };

/** Runs what one owner at a time may do on a site. @throws whatever the work throws, but LeaseLost */
export const withLease = async <T>(
  {
    ledger,
    site,
    owner,
    leaseMs,
    now,
    log,
  }: {
    readonly ledger: AggregationLedger;
    readonly site: SiteId;
    readonly owner: string;
    readonly leaseMs: number;
    readonly now: () => number;
    readonly log: Log;
  },
  work: (held: HeldLease) => Promise<T>,
): Promise<Leased<T>> => {
  const takenAtMs = now();
  const lease = await ledger.acquire({ site, owner, nowMs: takenAtMs, leaseMs });
  if (lease === undefined) return { outcome: 'busy' };
  try {
    return {
      outcome: 'done',
      result: await work(createHeldLease({ ledger, lease, leaseMs, takenAtMs, now })),
    };
  } catch (error) {
    if (error instanceof LeaseLost) return { outcome: 'lost' };
    throw error;
  } finally {
    // Not given back, it runs out by itself.
    await ledger
      .release(lease)
      .catch((error: unknown) => log.warn('lease not given back', { site, ...thrown(error) }));
  }
};
