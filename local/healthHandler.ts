import type { HttpAnswer } from '../src/middleware/HttpAnswer.ts';
import type { SessionDependencies } from '../src/middleware/SessionDependencies.ts';
import type { RecordStore } from '../src/ports/RecordStore.ts';
import type { HttpHandler } from './http/Routes.ts';
import type { RunsOn } from './RunsOn.ts';
import type { OpenQueue } from './wiring/openQueue.ts';

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
    record,
    queue,
    runsOn,
  }: {
    readonly session: SessionDependencies;
    readonly record: RecordStore;
    readonly queue: OpenQueue;
    readonly runsOn: RunsOn;
  }): HttpHandler =>
  async (): Promise<HttpAnswer> => {
    const nowMs = session.now();
    const depth = queue.depth();
    const [hotSessions, stored, queued] = await Promise.all([
      healthOf(session.hotSessions.active(session.sites[0].id, nowMs, nowMs)),
      healthOf(record.ping()),
      healthOf(depth),
    ]);
    const isUp = [hotSessions, stored, queued].every((health) => health === 'up');
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify({
        status: isUp ? 'up' : 'degraded',
        hotSessions: { store: runsOn.hotSessions, health: hotSessions },
        record: { store: runsOn.record, health: stored },
        queue: { health: queued, ...(await depth.catch(() => undefined)) },
      }),
    };
  };
