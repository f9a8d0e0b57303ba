import type { SiteId } from '../../domain/ids.ts';
import {
  type AggregationLedger,
  type AggregationState,
  type Lease,
  LeaseLost,
} from '../../ports/AggregationLedger.ts';

interface SiteLedger {
  fence: number;
  holder: { readonly owner: string; endsAtMs: number } | undefined;
  state: AggregationState;
  nextNumber: number;
}

/** The aggregators' ledger in this process, for tests. */
export const memoryLedger = (): AggregationLedger => {
  const sites = new Map<SiteId, SiteLedger>();

  const ledgerOf = (site: SiteId): SiteLedger => {
    const known = sites.get(site);
    if (known !== undefined) return known;
    const made: SiteLedger = { fence: 0, holder: undefined, state: {}, nextNumber: 0 };
    sites.set(site, made);
    return made;
  };

  /** The holder under that very lease; none where it ended or another one was given. */
  const holderUnder = ({ site, fence }: Lease): SiteLedger['holder'] => {
    const ledger = ledgerOf(site);
    return ledger.fence === fence ? ledger.holder : undefined;
  };

  return {
    acquire: async ({ site, owner, nowMs, leaseMs }) => {
      const ledger = ledgerOf(site);
      const { holder } = ledger;
      if (holder !== undefined && holder.owner !== owner && holder.endsAtMs >= nowMs) return undefined;
      ledger.fence += 1;
      ledger.holder = { owner, endsAtMs: nowMs + leaseMs };
      return { site, owner, fence: ledger.fence };
    },
    renew: async (lease, nowMs, leaseMs) => {
      const holder = holderUnder(lease);
      if (holder === undefined) throw new LeaseLost(`the lease of ${lease.site} is another's`);
      holder.endsAtMs = nowMs + leaseMs;
    },
    release: async (lease) => {
      if (holderUnder(lease) !== undefined) ledgerOf(lease.site).holder = undefined;
    },
    state: async (site) => structuredClone(ledgerOf(site).state),
    saveState: async (lease, state) => {
      const ledger = ledgerOf(lease.site);
      if (ledger.fence !== lease.fence) throw new LeaseLost(`the lease of ${lease.site} is another's`);
      ledger.state = structuredClone(state);
    },
    reserveNumbers: async (site, count) => {
      const ledger = ledgerOf(site);
      const first = ledger.nextNumber;
      ledger.nextNumber += count;
      return first;
    },
  };
};
