import { createHandler as createTrack, TRACK_PATHS } from '../functions/track/createHandler.ts';
import type { SessionDependencies } from '../src/middleware/SessionDependencies.ts';
import type { RecordStore } from '../src/ports/RecordStore.ts';
import { healthHandler } from './healthHandler.ts';
import type { Routes } from './http/Routes.ts';
import { onlyLocally } from './pages/onlyLocally.ts';
import { productsHandler } from './pages/productsHandler.ts';
import { serverPage } from './pages/serverPage.ts';
import { sessionsHandler } from './pages/sessionsHandler.ts';
import { startPage } from './pages/startPage.ts';
import type { RunsOn } from './RunsOn.ts';
import type { OpenQueue } from './wiring/openQueue.ts';

/** Everything that the local server answers: the Lambdas' own handlers, and the pages that show what they do. */
export const localRoutes = async ({
  session,
  record,
  queue,
  hosts,
  runsOn,
}: {
  readonly session: SessionDependencies;
  readonly record: RecordStore;
  readonly queue: OpenQueue;
  /** The server's own. */
  readonly hosts: readonly string[];
  readonly runsOn: RunsOn;
}): Promise<Routes> => {
  const track = createTrack(session);
  return {
    ...Object.fromEntries(TRACK_PATHS.map((path) => [`ANY ${path}`, track])),
    'GET /health': healthHandler({ session, record, queue, runsOn }),
    ...(await startPage()),
    'GET /server': serverPage(session),
    'GET /api/local/products': productsHandler(session),
    'GET /api/local/sessions': onlyLocally(hosts, sessionsHandler(session, record)),
  };
};
