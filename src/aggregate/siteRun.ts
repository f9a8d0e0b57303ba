import type { Site } from '../domain/site.ts';
import type { AggregationLedger } from '../ports/AggregationLedger.ts';
import type { AggregationRecord } from '../ports/AggregationRecord.ts';
import type { MetricsStore } from '../ports/MetricsStore.ts';
import type { HeldLease } from './heldLease.ts';
import { leasedRecord, leasedStore } from './leasedPorts.ts';
import { createPieceShelf, type PieceShelf } from './pieceShelf.ts';
import { createRunState, type RunState } from './runState.ts';
import { type SiteDays, siteDays } from './siteDays.ts';
import type { WarmHours } from './warmHours.ts';

/** One run of an aggregator on one site, under the site's lease. */
export interface SiteRun {
  readonly site: Site;
  /** When the run began, epoch milliseconds. */
  readonly nowMs: number;
  readonly days: SiteDays;
  readonly held: HeldLease;
  readonly ledger: AggregationLedger;
  readonly record: AggregationRecord;
  readonly store: MetricsStore;
  readonly state: RunState;
  readonly shelf: PieceShelf;
  readonly warm: WarmHours;
}

export const openRun = async ({
  site,
  held,
  ledger,
  record,
  store,
  warm,
  now,
}: {
  readonly site: Site;
  readonly held: HeldLease;
  readonly ledger: AggregationLedger;
  readonly record: AggregationRecord;
  readonly store: MetricsStore;
  readonly warm: WarmHours;
  readonly now: () => number;
}): Promise<SiteRun> => {
  const nowMs = now();
  const days = siteDays(site, nowMs);
  const stored = await ledger.state(site.id);
  return {
    site,
    nowMs,
    days,
    held,
    ledger,
    record: leasedRecord(record, held),
    store: leasedStore(store, held),
    state: createRunState({ stored, ledger, held, site, days, nowMs }),
    shelf: createPieceShelf({ store: leasedStore(store, held), site, held, now }),
    warm,
  };
};
