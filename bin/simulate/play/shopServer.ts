import { setTimeout as sleep } from 'node:timers/promises';
import { Complaint } from '../../aggregate/Complaint.ts';
import type { LocalServer } from '../../aggregate/localServer.ts';
import type { Step, Visit } from './Visit.ts';

/** A site that the server serves. */
export interface ServedSite {
  readonly id: string;
  readonly timezone: string;
  readonly currency: string;
  /** Of the shop's pages. */
  readonly origin: string;
}

const ASK_AGAIN_MS = 250;
/** How often a request that finds the server busy is sent again. */
const MAX_ATTEMPTS = 40;
/** Messages that may wait for the writer: what it does not keep up with would pile up in the server's memory. */
const MAX_WAITING = 20_000;
const FEW_WAITING = 5_000;

const jsonOf = (text: string, what: string) => {
  try {
    return Object(JSON.parse(text));
  } catch (cause) {
    throw new Complaint(`${what} answered something that is not JSON.`, { cause });
  }
};

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

/** The shop's server, to its simulated visitors. */
export const createShopServer = (
  server: LocalServer,
  { token, origin }: { readonly token: string; readonly origin: string },
) => {
  const waiting = async (): Promise<number> => {
    const { text } = await server.ask({ method: 'GET', path: '/health' });
    return jsonOf(text, 'Its health').queue?.waiting ?? 0;
  };

  const waitUntil = async (most: number, onWaiting: (messages: number) => void): Promise<void> => {
    for (let messages = await waiting(); messages > most; messages = await waiting()) {
      onWaiting(messages);
      await sleep(ASK_AGAIN_MS);
    }
  };

  return {
    /** Sends one request by the clock of its step, as its browser would. @throws Complaint where it is refused */
    send: async (step: Step, { headers, jar }: Visit): Promise<void> => {
      const cookie = jar?.header(step.atMs);
      for (let attempt = 1; ; attempt++) {
        const { status, setCookies, text } = await server.ask({
          method: 'POST',
          path: step.path,
          headers: {
            ...headers,
            ...(cookie === undefined ? {} : { cookie }),
            accept: '*/*',
            'content-type': step.contentType,
            origin,
            referer: step.referer,
            'sec-fetch-dest': 'empty',
            'sec-fetch-mode': step.contentType === 'text/plain' ? 'no-cors' : 'cors',
            'sec-fetch-site': 'same-origin',
            'x-footfall-nonce': step.nonce,
            'x-footfall-clock': String(step.atMs),
            'x-footfall-origin-secret': token,
          },
          body: step.body,
        });
        if (status === 200) {
          if (!step.answerLost) jar?.store(setCookies, step.atMs);
          return;
        }
        if (status !== 503 || attempt === MAX_ATTEMPTS) {
          throw new Complaint(`The server refused a simulated request to ${step.path} (${status}): ${text}`);
        }
        await sleep(ASK_AGAIN_MS);
      }
    },
    /** Waits where the writer has fallen far behind. */
    keepUp: async (onWaiting: (messages: number) => void): Promise<void> => {
      if ((await waiting()) > MAX_WAITING) await waitUntil(FEW_WAITING, onWaiting);
    },
    /** Waits until everything is in the record. */
    written: (onWaiting: (messages: number) => void): Promise<void> => waitUntil(0, onWaiting),
  };
};
