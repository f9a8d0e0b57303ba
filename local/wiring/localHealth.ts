import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import type { HealthParts } from '../../src/runtime/healthEndpoint.ts';
import type { OpenStores } from './openStores.ts';

/** What this server stands on. */
export const localHealth = (
  { sites, hotSessions, now }: Pick<SessionDependencies, 'sites' | 'hotSessions' | 'now'>,
  { record, metrics, queue, runsOn }: OpenStores,
): HealthParts => {
  const [{ id: site }] = sites;
  return {
    hotSessions: { store: runsOn.hotSessions, check: () => hotSessions.active(site, now(), now()) },
    record: { store: runsOn.record, check: () => record.ping() },
    metrics: { store: runsOn.metrics, check: () => metrics.ledger.state(site) },
    queue: () => queue.depth(),
  };
};
