/** A figure of ours, and how it came about. */
export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly what: string;
  readonly how: string;
}

const figure = (value: number, unit: string, what: string, how: string): Figure => ({
  value,
  unit,
  what,
  how,
});

/** A visit of four pages, as a shop's pages are loaded one by one, or as a router changes them. */
export interface VisitFigures {
  readonly requests: Figure;
  readonly requestBytes: Figure;
  readonly answerBytes: Figure;
  readonly messageBytes: Figure;
  readonly recordTrafficBytes: Figure;
  readonly recordBytes: Figure;
}

const BY_VISIT = '`test/cost/measureVisit.ts`: Chromium, the tracker, `/track` and the writer';

const visit = (values: { readonly [F in keyof VisitFigures]: number }): VisitFigures => ({
  requests: figure(values.requests, 'requests', '`POST /track` of a visit of 4 pages', BY_VISIT),
  requestBytes: figure(values.requestBytes, 'bytes', 'request, as HTTP/1.1 text', BY_VISIT),
  answerBytes: figure(values.answerBytes, 'bytes', 'answer, with both cookies', BY_VISIT),
  messageBytes: figure(values.messageBytes, 'bytes', 'queue message', BY_VISIT),
  recordTrafficBytes: figure(
    values.recordTrafficBytes,
    'bytes',
    'between writer and record for a message, as BSON',
    BY_VISIT,
  ),
  recordBytes: figure(
    values.recordBytes,
    'bytes',
    'left in the record by the visit, as BSON without indexes',
    BY_VISIT,
  ),
});

/** Pages of a visit, in all figures and goals. */
export const PAGES_A_VISIT = 4;

/** Measured on 2026-11-23 on two shared virtual cores (AMD EPYC) with Node 24.21; a test repeats what needs no bench. */
export const MEASURED = {
  visits: {
    pages: visit({
      requests: 8,
      requestBytes: 1_513,
      answerBytes: 950,
      messageBytes: 658,
      recordTrafficBytes: 4_837,
      recordBytes: 5_182,
    }),
    router: visit({
      requests: 5,
      requestBytes: 1_537,
      answerBytes: 950,
      messageBytes: 795,
      recordTrafficBytes: 5_275,
      recordBytes: 5_351,
    }),
  },
  trackCpuMs: figure(
    0.76,
    'ms',
    'CPU of a `/track` request that nobody shares a call of SQS with',
    '`npm run bench -- --only track`: one connection, no coalescing, 0.70 and 0.81 in two rounds, the HTTP server included',
  ),
  trackImportMs: figure(
    100,
    'ms',
    'loading of `/track` and its first request',
    '`npm run bench -- --only coldstart`: 69 + 29, the median of 15 fresh processes',
  ),
  writerBatchCpuMs: figure(
    3.3,
    'ms',
    'CPU of a batch of the writer, whatever its size',
    'the writer on SecantusDB, 20 batches each of 1, 10 and 100 messages: 3.7, 8.5 and 41 ms',
  ),
  writerMessageCpuMs: figure(0.38, 'ms', 'CPU of each message in it', 'the same'),
  sqsCallBytes: figure(
    1_700,
    'bytes',
    'a signed `SendMessage` besides its message',
    'head and escaping, counted of a call with a session token of 1,000 characters',
  ),
  redisBytes: figure(
    640,
    'bytes',
    'to and from Redis for a request',
    "Redis's own count: 1,466 for a first request, 517 for others; of 8",
  ),
  redisScriptUs: figure(
    38,
    'us',
    'time of Redis for a request',
    "Redis's own count of its script: 56 us for a first request, 35 for others; of 8",
  ),
  foldUs: figure(4.1, 'us', 'fold of a session', '`npm run bench -- --only aggregate`: 3.3 to 4.8'),
  readAndFoldUs: figure(
    15.5,
    'us',
    'a session read from the record and folded',
    '`npm run bench -- --only refresh`: a day of 100,000 in 1.4 to 1.7 s, of the embedded record',
  ),
  hotSessionBytes: figure(
    1_314,
    'bytes',
    'memory of Redis for a session',
    "Redis's own count, 2,000 sessions",
  ),
  minuteUnits: {
    1000: minuteUnits(29, 7.8),
    10000: minuteUnits(86, 16),
    100000: minuteUnits(329, 47),
  },
} as const;

/** Shops by their sessions a day. */
export type ShopSize = keyof typeof MEASURED.minuteUnits;
export const SHOP_SIZES = Object.keys(MEASURED.minuteUnits).map(Number) as ShopSize[];

function minuteUnits(writes: number, reads: number) {
  const how = '`test/cost/measureMinute.ts`: the aggregator on dynalite, at 18:00 of a day';
  return {
    writes: figure(writes, 'units', "DynamoDB's write units of a minute's run", how),
    reads: figure(reads, 'units', "DynamoDB's read units of a minute's run", how),
  } as const;
}

const assumed = (value: number, unit: string, what: string, how: string) => figure(value, unit, what, how);

/** What was not, or could not be, measured without an account: change them and see what moves. */
export const ASSUMED = {
  redisWaitMs: assumed(1, 'ms', 'wait for Redis in the VPC', 'usual within a region'),
  sqsWaitMs: assumed(10, 'ms', 'wait for `SendMessage`', 'usual within a region'),
  recordWaitMs: assumed(
    10,
    'ms',
    'wait for a command of the record',
    'usual for a majority write within a region',
  ),
  sqsAnswerBytes: assumed(500, 'bytes', 'answer of `SendMessage`', 'head and ids'),
  coldShare: assumed(0.01, 'share', 'of requests that start a container', 'AWS says "typically under 1%"'),
  runtimeStartMs: assumed(
    150,
    'ms',
    "Lambda's own share of a start, which is billed since August 2025",
    'usual for Node; our own part is measured',
  ),
  peakFactor: assumed(3, 'times', 'the mean, in the busiest minutes of a day', 'a shop in one time zone'),
  visitSeconds: assumed(180, 's', 'from the first to the last request of a visit', 'some 45 s on a page'),
  pollers: assumed(
    5,
    'pollers',
    'that ask SQS side by side',
    'Lambda begins with five ("Using Lambda with Amazon SQS")',
  ),
  aggregatorMinuteMs: assumed(
    500,
    'ms',
    "a minute's run of the aggregator",
    'some twenty waits of 10 ms, and CPU',
  ),
  aggregatorTickMs: assumed(
    100,
    'ms',
    'a run of the midnight aggregator with nothing to do',
    'its reads of the record',
  ),
  embeddedMetricBytes: assumed(800, 'bytes', "a minute's metrics of a site, as log lines", 'their JSON'),
  metricsStoredGb: assumed(
    1,
    'GB',
    'metrics of a year in DynamoDB',
    '365 days of 0.5 to 2 MB and their pieces',
  ),
} as const;
