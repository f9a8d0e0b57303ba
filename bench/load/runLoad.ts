import autocannon, { type Request } from 'autocannon';
import { quantile } from '../statistics.ts';
import { headersWith, pageViewPost, TRACK_ANSWER, TRACK_PATH } from '../traffic/trackRequest.ts';
import type { LoadJob, LoadOutcome } from './LoadJob.ts';

/** How often autocannon looks at the clock: the load ends by so much late, and is measured as it was. */
const SAMPLE_INTERVAL_MS = 50;

/** A returning visitor's request; all of it is made before the load begins. */
const returning = (cookie: string): Request => ({
  headers: headersWith(cookie),
  body: pageViewPost(Date.now()),
});

/** A first visit: each request with a nonce and an event's id of its own, for with the same nonce it would be the same session. */
const firstVisit = (): Request => ({
  headers: headersWith(undefined),
  setupRequest: (request) => {
    request.body = pageViewPost(Date.now());
    return request;
  },
});

/**
 * Sends as fast as it is answered, one request at a time a connection.
 *
 * Times and counts are our own, of each response: autocannon's histogram holds whole milliseconds, and it opens a connection
 * that a server closed anew without a word.
 */
export const runLoad = async ({ port, connections, durationMs, cookies }: LoadJob): Promise<LoadOutcome> => {
  let connection = 0;
  const times: number[] = [];
  let endedAt = 0;
  const startedAt = performance.now();
  const running = autocannon({
    url: `http://127.0.0.1:${port}${TRACK_PATH}`,
    method: 'POST',
    connections,
    duration: durationMs / 1_000,
    sampleInt: SAMPLE_INTERVAL_MS,
    expectBody: TRACK_ANSWER,
    setupClient: (client) => {
      const offset = connection++;
      const own = cookies.filter((_, index) => index % connections === offset);
      client.setRequests(cookies.length === 0 ? [firstVisit()] : own.map(returning));
    },
  });
  running.on('response', (_client, _status, _bytes, responseMs) => {
    times.push(responseMs);
    endedAt = performance.now();
  });
  const result = await running;
  const { errors, timeouts, mismatches, non2xx } = result;
  const unanswered = result.requests.sent - times.length;
  if (errors + timeouts + mismatches + non2xx > 0 || unanswered > connections || times.length === 0) {
    const faults = { errors, timeouts, mismatches, non2xx, unanswered, answered: times.length };
    return { ok: false, fault: `not every request was answered as it should: ${JSON.stringify(faults)}` };
  }
  return {
    ok: true,
    result: {
      answered: times.length,
      requestsPerSecond: times.length / ((endedAt - startedAt) / 1_000),
      p50Ms: quantile(times, 0.5),
      p99Ms: quantile(times, 0.99),
    },
  };
};
