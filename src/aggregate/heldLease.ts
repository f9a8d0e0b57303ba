import { type AggregationLedger, type Lease, LeaseLost } from '../ports/AggregationLedger.ts';

/**
 * What is sent within the lease may arrive a little later: nothing is sent in its last sixth, which at the usual minute is
 * longer than any command may take.
 */
const MARGIN_SHARE = 1 / 6;
/** A lease is renewed once so much of it has passed. */
const RENEW_SHARE = 1 / 3;

/** A lease as its holder sees it, by the holder's own clock. */
export interface HeldLease {
  readonly lease: Lease;
  /**
   * To be called right before a command is sent: renews the lease where it is time.
   * @throws LeaseLost where another one was given since, or this process slept so long that it may have been
   */
  keep(): Promise<void>;
}

/** @param takenAtMs an instant before the lease was asked for, epoch milliseconds */
export const createHeldLease = ({
  ledger,
  lease,
  leaseMs,
  takenAtMs,
  now,
}: {
  readonly ledger: AggregationLedger;
  readonly lease: Lease;
  readonly leaseMs: number;
  readonly takenAtMs: number;
  readonly now: () => number;
}): HeldLease => {
  let since = takenAtMs;

  const checkTime = (): void => {
    if (now() - since > leaseMs * (1 - MARGIN_SHARE)) {
      throw new LeaseLost(`the lease of ${lease.site} has run out`);
    }
  };

  return {
    lease,
    keep: async () => {
      checkTime();
      const askedAt = now();
      if (askedAt - since < leaseMs * RENEW_SHARE) return;
      await ledger.renew(lease, askedAt, leaseMs);
      since = askedAt;
      checkTime();
    },
  };
};
