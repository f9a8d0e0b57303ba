import type { AddressInfo } from 'node:net';
import { RedisStore } from 'connect-redis';
import express from 'express';
import session from 'express-session';
import { createClient } from 'redis';
import { requiredVariable } from '../../src/config/environment.ts';
import { SESSION_IDLE_MS } from '../../src/domain/sessions/session.ts';
import { TRACK_PATH } from '../traffic/trackRequest.ts';
import { serve } from './serve.ts';

/** One tracked request of the peer, for its queue. */
export interface PeerMessage {
  readonly session: string;
  readonly events: readonly object[];
}

/**
 * The peer: what a Node developer would build of the usual parts, with their defaults. It keeps a session of 30 idle minutes
 * and counts page views in it; it has no visitors, no bots, no sites, no validation and no metadata.
 * @param deliver its way to a queue, awaited before the answer
 */
export const serveExpress = async (deliver?: (message: PeerMessage) => Promise<unknown>): Promise<void> => {
  const client = createClient({ url: requiredVariable(process.env, 'REDIS_URL') });
  await client.connect();

  const app = express();
  app.use(express.json());
  app.use(
    session({
      store: new RedisStore({ client }),
      secret: requiredVariable(process.env, 'COOKIE_KEYS'),
      name: 'session',
      resave: false,
      saveUninitialized: true,
      rolling: true,
      cookie: { maxAge: SESSION_IDLE_MS, httpOnly: true, sameSite: 'lax' },
    }),
  );
  app.post(TRACK_PATH, async (request, response) => {
    const { events } = request.body;
    request.session.pageViews = (request.session.pageViews ?? 0) + events.length;
    await deliver?.({ session: request.sessionID, events });
    response.json({ ok: true, accepted: events.length });
  });
  const server = app.listen(0, '127.0.0.1', () => serve((server.address() as AddressInfo).port));
};
