import { setTimeout as sleep } from 'node:timers/promises';
import { Complaint } from '../../aggregate/Complaint.ts';
import type { Answer, Asked, LocalServer } from '../../aggregate/localServer.ts';
import { jsonOf } from './jsonOf.ts';
import { takeAnswer } from './takeAnswer.ts';
import type { Step, Visit } from './Visit.ts';

const ASK_AGAIN_MS = 250;
/** How often a request that finds the server busy is sent again. */
const MAX_ATTEMPTS = 40;
/** Messages that may wait for the writer: what it does not keep up with would pile up in the server's memory. */
const MAX_WAITING = 20_000;
const FEW_WAITING = 5_000;

const OK: ReadonlySet<number> = new Set([200, 201]);

const headersOf = (step: Step, path: string, { headers, jar, tab }: Visit): Asked['headers'] => {
  const cookie = jar?.header(path, step.atMs);
  const token = path === '/track' ? undefined : tab.accessToken;
  return {
    ...headers,
    ...(cookie === undefined ? {} : { cookie }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(step.contentType === undefined ? {} : { 'content-type': step.contentType }),
    ...(step.idempotencyKey === undefined ? {} : { 'idempotency-key': step.idempotencyKey }),
    accept: '*/*',
    referer: step.referer,
    'sec-fetch-dest': 'empty',
    'sec-fetch-mode': step.contentType === 'text/plain' ? 'no-cors' : 'cors',
    'sec-fetch-site': 'same-origin',
    'x-footfall-nonce': step.nonce,
    'x-footfall-clock': String(step.atMs),
  };
};

const refused = (path: string, { status, text }: Answer): Complaint => {
  const reason = text.includes('"email_taken"')
    ? 'these visits were played on this record before, so give them another --seed'
    : `${status}: ${text}`;
  return new Complaint(`The server refused a simulated request to ${path} (${reason}).`);
};

/** The shop's server, to its simulated visitors. */
export const createShopServer = (
  server: LocalServer,
  { token, origin }: { readonly token: string; readonly origin: string },
) => {
  const { ask } = server;

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
    send: async (step: Step, visit: Visit): Promise<void> => {
      let path = step.path();
      let { body } = step;
      for (let attempt = 1; ; attempt++) {
        const headers = {
          ...headersOf(step, path, visit),
          origin,
          'x-footfall-origin-secret': token,
        };
        const answer = await ask({
          method: step.method,
          path,
          headers,
          ...(body === undefined ? {} : { body }),
        });
        if (!step.answerLost) visit.jar?.store(answer.setCookies, step.atMs);
        if (OK.has(answer.status)) {
          if (step.taken && !step.answerLost) takeAnswer(jsonOf(answer.text, path), step.taken, visit);
          return;
        }
        if (answer.status === 401 && step.otherwise && path !== step.otherwise.path) {
          ({ path, body } = step.otherwise);
          continue;
        }
        if (answer.status !== 503 || attempt === MAX_ATTEMPTS) throw refused(path, answer);
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
