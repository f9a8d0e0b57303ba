import type { HttpAnswer } from '../src/middleware/HttpAnswer.ts';
import type { SessionDependencies } from '../src/middleware/SessionDependencies.ts';
import type { HttpHandler } from './http/Routes.ts';
import type { OpenStores } from './wiring/openStores.ts';

type Health = 'up' | 'down';

const healthOf = (check: Promise<unknown>): Promise<Health> =>
  check.then(
    () => 'up',
    () => 'down',
  );

/** `GET /health`: which part answers. A part that is down degrades the service and does not stop it, so the status is 200. */
export const healthHandler =
  ({
    session,
    stores: { record, metrics, queue, runsOn },
  }: {
    readonly session: SessionDependencies;
    readonly stores: OpenStores;
  }): HttpHandler =>
  async (): Promise<HttpAnswer> => {
    const nowMs = session.now();
    const depth = queue.depth();
    const [{ id: site }] = session.sites;
    const [hotSessions, stored, metered, queued] = await Promise.all([
      healthOf(session.hotSessions.active(site, nowMs, nowMs)),
      healthOf(record.ping()),
      healthOf(metrics.ledger.state(site)),
      healthOf(depth),
    ]);
    const isUp = [hotSessions, stored, metered, queued].every((health) => health === 'up');
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify({
        status: isUp ? 'up' : 'degraded',
        hotSessions: { store: runsOn.hotSessions, health: hotSessions },
        record: { store: runsOn.record, health: stored },
        metrics: { store: runsOn.metrics, health: metered },
        queue: { health: queued, ...(await depth.catch(() => undefined)) },
      }),
    };
  };
