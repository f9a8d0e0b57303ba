import { createHttpServer } from '../../local/http/createHttpServer.ts';
import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { TRACK_ANSWER, TRACK_PATH } from '../traffic/trackRequest.ts';
import { serve } from './serve.ts';

/** The bare handler: what `/track` answers, behind the same HTTP server, with no middleware. */
const server = createHttpServer({
  routes: {
    [`POST ${TRACK_PATH}`]: async () => ({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: TRACK_ANSWER,
    }),
  },
  log: powertoolsLog('footfall-bench'),
});

serve(await server.listen(0));
