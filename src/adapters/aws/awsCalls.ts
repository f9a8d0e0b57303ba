import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { AwsFault, faultOfAnswer } from './AwsFault.ts';
import { type Credentials, requestSigner } from './signRequest.ts';

/** A service that speaks the AWS JSON protocol. */
export interface AwsService {
  /** As it stands in a signature's scope. */
  readonly name: string;
  /** What comes before the action in `X-Amz-Target`. */
  readonly target: string;
  /** Version of the protocol. */
  readonly jsonVersion: '1.0' | '1.1';
}

export interface AwsCallsOptions {
  readonly endpoint: string;
  readonly region: string;
  /** Asked before each call, so that temporary credentials may change. */
  readonly credentials: () => Credentials | Promise<Credentials>;
  /** Epoch milliseconds, for signatures. */
  readonly now: () => number;
}

export interface AwsCalls {
  /**
   * One call of the AWS JSON protocol. A kept-alive connection that had died in the meantime (a Lambda was frozen, a
   * load balancer closed it) is replaced at once and is no fault; nothing else is tried again here.
   * @param payload the action's input as JSON
   * @throws {@link AwsFault}
   */
  call(action: string, payload: string, timeoutMs: number): Promise<unknown>;
  /** Ends idle connections; calls under way end by themselves. */
  close(): void;
}

type Exchange =
  | { readonly outcome: 'answer'; readonly status: number; readonly body: string }
  | { readonly outcome: 'stale connection' };

/** No answer comes near this: ten messages of the largest size, escaped. */
const MAX_ANSWER_BYTES = 64 * 1_048_576;

/** A service of AWS over kept-alive `node:http(s)`: 0.9 ms of the AWS SDK's CPU a call is most of what a tracked request may cost. */
export const awsCalls = (service: AwsService, options: AwsCallsOptions): AwsCalls => {
  const endpoint = new URL(options.endpoint);
  const secure = endpoint.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const request = secure ? httpsRequest : httpRequest;
  const sign = requestSigner({
    endpoint,
    region: options.region,
    service: service.name,
    contentType: `application/x-amz-json-${service.jsonVersion}`,
  });
  const target = {
    method: 'POST',
    hostname: endpoint.hostname.replace(/^\[|\]$/g, ''),
    port: endpoint.port,
    path: endpoint.pathname,
    agent,
  };

  const exchange = (headers: string[], payload: string, timeoutMs: number): Promise<Exchange> =>
    new Promise((resolve, reject) => {
      let answering = false;
      const fail = (cause: NodeJS.ErrnoException): void => {
        clearTimeout(timer);
        const stale =
          sent.reusedSocket && !answering && (cause.code === 'ECONNRESET' || cause.code === 'EPIPE');
        if (stale) resolve({ outcome: 'stale connection' });
        else if (cause instanceof AwsFault) reject(cause);
        else {
          const code = cause.code ?? cause.name;
          reject(new AwsFault({ code, message: `no answer from ${endpoint.host}`, retryable: true, cause }));
        }
      };
      const sent = request({ ...target, headers }, (answer) => {
        answering = true;
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          bytes += chunk.length;
          if (bytes > MAX_ANSWER_BYTES)
            answer.destroy(new Error(`an answer of over ${MAX_ANSWER_BYTES} bytes`));
        });
        answer.on('error', fail);
        answer.on('end', () => {
          clearTimeout(timer);
          const body = chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString();
          resolve({ outcome: 'answer', status: answer.statusCode ?? 0, body });
        });
      });
      const timer = setTimeout(() => {
        const message = `no answer from ${endpoint.host} within ${Math.round(timeoutMs)} ms`;
        sent.destroy(new AwsFault({ code: 'Timeout', message, retryable: true }));
      }, timeoutMs);
      sent.on('error', fail);
      sent.end(payload);
    });

  const credentialsOrFault = async (): Promise<Credentials> => {
    try {
      return await options.credentials();
    } catch (cause) {
      throw new AwsFault({
        code: 'NoCredentials',
        message: 'no credentials to sign with',
        retryable: true,
        cause,
      });
    }
  };

  return {
    call: async (action, payload, timeoutMs) => {
      const deadline = performance.now() + timeoutMs;
      const credentials = await credentialsOrFault();
      const headers = sign({
        target: `${service.target}.${action}`,
        payload,
        credentials,
        nowMs: options.now(),
      });
      headers.push('Content-Length', String(Buffer.byteLength(payload)));
      // Each dead connection leaves the agent's pool, so this ends with a fresh one at the latest.
      for (;;) {
        const result = await exchange(headers, payload, Math.max(1, deadline - performance.now()));
        if (result.outcome === 'stale connection') continue;
        if (result.status !== 200) throw faultOfAnswer(result.status, result.body);
        try {
          return JSON.parse(result.body);
        } catch {
          // Without its cause, which quotes the answer: that may hold a secret.
          throw new AwsFault({
            code: 'NotJson',
            message: `an answer that is not ${service.target}'s`,
            retryable: true,
          });
        }
      }
    },
    close: () => {
      agent.maxFreeSockets = 0;
      for (const sockets of Object.values(agent.freeSockets))
        for (const socket of sockets ?? []) socket.destroy();
    },
  };
};
