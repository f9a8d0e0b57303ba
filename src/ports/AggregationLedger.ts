import type { SiteId } from '../domain/ids.ts';
import type { PieceReason } from '../domain/metrics/piece.ts';
import type { LocalDate } from '../domain/time/localDate.ts';

/** The right to aggregate a site, for a time. */
export interface Lease {
  readonly site: SiteId;
  readonly owner: string;
  /** Greater than every earlier lease's of the site: what an owner that was thought dead still writes is refused by it. */
  readonly fence: number;
}

/** How far a site's aggregation has come. */
export interface AggregationState {
  /** What the last scan of changes had seen, in the record's own time, by kind of document. Absent before the first. */
  readonly scanned?: { readonly [kind: string]: number };
  /** Fingerprints of what the last scan found in its overlap, by `kind:hour`: the same found again is no news. */
  readonly overlap?: { readonly [key: string]: string };
  /** Hours to fold again, by their start in epoch milliseconds as text, with since when (epoch ms) and why. */
  readonly dirtyHours?: {
    readonly [startMs: string]: { readonly since: number; readonly reason: PieceReason };
  };
  /** The last day that was aggregated after its end. */
  readonly closedThrough?: LocalDate;
  /** The last day that is never folded again. */
  readonly sealedThrough?: LocalDate;
  /** The first day of which anything is known. */
  readonly firstDay?: LocalDate;
  /** By which rules on bots the sessions started from an instant on (epoch milliseconds) were judged. Absent before the first. */
  readonly relabelled?: { readonly rules: string; readonly beforeMs: number };
}

/**
 * What the aggregators agree by. Every method throws `MetricsUnavailable`, with its cause, where the store does not answer.
 */
export interface AggregationLedger {
  /** The lease of a site, or absent while another owner's runs. An owner that holds it already gets a new one. */
  acquire(args: {
    readonly site: SiteId;
    readonly owner: string;
    /** Epoch milliseconds. */
    readonly nowMs: number;
    readonly leaseMs: number;
  }): Promise<Lease | undefined>;
  /** @throws LeaseLost */
  renew(lease: Lease, nowMs: number, leaseMs: number): Promise<void>;
  /** Ends the lease; of a lost one it does nothing. */
  release(lease: Lease): Promise<void>;
  state(site: SiteId): Promise<AggregationState>;
  /** @throws LeaseLost where another lease was given since */
  saveState(lease: Lease, state: AggregationState): Promise<void>;
  /** Reserves so many visitor numbers, never given twice. @returns the first of them; the first ever is 0 */
  reserveNumbers(site: SiteId, count: number): Promise<number>;
}

/** Another owner has the lease now: what this one does is no longer wanted. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
