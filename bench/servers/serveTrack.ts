import { createHandler } from '../../functions/track/createHandler.ts';
import { createHttpServer } from '../../local/http/createHttpServer.ts';
import type { HttpHandler } from '../../local/http/Routes.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import { TRACK_PATH } from '../traffic/trackRequest.ts';
import { serve } from './serve.ts';

/** Our `/track` behind the HTTP server of `npm start`. Whatever is counted on the way is a fault: the traffic is flawless. */
export const serveTrack = async (deps: SessionDependencies): Promise<void> => {
  const faults = new Set<string>();
  const count = (what: string): void => {
    faults.add(what);
    deps.count(what);
  };
  const handler = createHandler({ ...deps, count }) as HttpHandler;
  const server = createHttpServer({ routes: { [`POST ${TRACK_PATH}`]: handler }, log: deps.log });
  const take = (): string[] => {
    const taken = [...faults];
    faults.clear();
    return taken;
  };
  serve(await server.listen(0), take);
};
