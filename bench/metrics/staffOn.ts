import { timedClient } from '../load/timedClient.ts';
import { InvalidMeasurement } from '../parts/InvalidMeasurement.ts';
import { STAFF_HEADERS } from '../processes/npmStart.ts';

/** A member of the staff on connections of one browser. */
export interface Staff {
  /** @returns milliseconds. @throws InvalidMeasurement where it is not answered with 200 */
  ask(url: string): Promise<number>;
  /** All at once, as a browser does. @returns milliseconds until the last is answered */
  askTogether(urls: readonly string[]): Promise<number>;
  close(): void;
}

/** Of HTTP/1.1, as browsers have it. */
const CONNECTIONS = 6;

export const staffOn = (port: number): Staff => {
  const clients = Array.from({ length: CONNECTIONS }, () => timedClient(port));
  const askOn = async (client: (typeof clients)[number] | undefined, url: string): Promise<number> => {
    const { status, body, ms } = (await client?.get(url, STAFF_HEADERS)) ?? { status: 0, body: '', ms: 0 };
    if (status !== 200) throw new InvalidMeasurement(`${url} was answered ${status}: ${body}`);
    return ms;
  };
  return {
    ask: (url) => askOn(clients[0], url),
    askTogether: async (urls) => {
      const startedAt = performance.now();
      await Promise.all(urls.map((url, index) => askOn(clients[index % clients.length], url)));
      return performance.now() - startedAt;
    },
    close: () => {
      for (const client of clients) client.close();
    },
  };
};
