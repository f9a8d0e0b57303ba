import { Complaint } from '../../aggregate/Complaint.ts';
import type { LocalServer } from '../../aggregate/localServer.ts';
import { jsonOf } from './jsonOf.ts';

/** A site that the server serves. */
export interface ServedSite {
  readonly id: string;
  readonly timezone: string;
  readonly currency: string;
  /** Of the shop's pages. */
  readonly origin: string;
}

/** @throws Complaint where the token is not this server's */
export const servedSites = async (server: LocalServer): Promise<readonly ServedSite[]> => {
  const { status, text } = await server.ask({ method: 'GET', path: '/api/local/sites' });
  if (status !== 200) {
    throw new Complaint(
      `The server does not let itself be controlled (${status}): is DATA_DIR the one it runs on?`,
    );
  }
  return jsonOf(text, 'The server').sites;
};
