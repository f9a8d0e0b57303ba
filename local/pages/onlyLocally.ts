import { refusalAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpHandler } from '../http/Routes.ts';

/**
 * Answers only where the browser asked for this machine by its own name: another site's page cannot read what is here by
 * pointing a host name of its own at 127.0.0.1 (DNS rebinding).
 */
export const onlyLocally =
  (hosts: readonly string[], handler: HttpHandler): HttpHandler =>
  async (event, context) =>
    hosts.includes(event.headers.host ?? '')
      ? handler(event, context)
      : refusalAnswer({
          status: 403,
          code: 'not_local',
          message: 'This is for pages of this machine only.',
          field: 'host',
        });
