import { answerOf, beaconTo } from '../tracker/transport.ts';
import type { Beacon, Post } from '../tracker/wire.ts';

/**
 * The shop's own HTTP client: an axios instance (made with `withCredentials: true`), or anything like it.
 * `post` resolves for 2xx and otherwise rejects, with `response: { status, headers }` where there was an answer.
 */
export interface TrackingClient {
  post(url: string, body: unknown): Promise<unknown>;
  /** The whole address of a path, with the client's base: where the last leave goes as a beacon. */
  getUri?(config: { url: string }): string;
}

interface Refusal {
  response?: { status: number; headers?: { 'retry-after'?: unknown } };
}

/** Posts by the shop's client; rejects where there was no answer. */
export const clientPost =
  (client: TrackingClient, endpoint: string): Post =>
  async (post) => {
    try {
      const answer = (await client.post(endpoint, post)) as { data?: { consent?: unknown } } | undefined;
      return answerOf(200, undefined, answer?.data?.consent);
    } catch (error) {
      const { response } = error as Refusal;
      if (!response) throw error;
      return answerOf(response.status, response.headers?.['retry-after']);
    }
  };

/** The beacon to the address behind the client's; a client that cannot tell it gets a post, which may not survive the page. */
export const clientBeacon = (client: TrackingClient, endpoint: string): Beacon =>
  client.getUri ? beaconTo(client.getUri({ url: endpoint })) : () => false;
