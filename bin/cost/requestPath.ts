import { QUEUE_SETTINGS } from '../../functions/writer/queueSettings.ts';
import { FUNCTIONS } from '../../lib/app/functionTable.ts';
import { accessLogBytes } from './accessLogBytes.ts';
import type { CostLine } from './CostLine.ts';
import { ASSUMED, MEASURED, PAGES_A_VISIT, type VisitFigures } from './figures.ts';

import { billedMs, millionGbSeconds } from './lambdaTime.ts';

/** What a request's price depends on. */
export interface RequestSetting {
  readonly api: 'http' | 'rest';
  readonly cdn: 'cloudfront' | 'none';
  readonly egress: 'nat' | 'privatelink';
  readonly requestsAMonth: number;
  readonly visit: VisitFigures;
  readonly trackMemoryMb: number;
  /** CPU of a request on a whole core. */
  readonly trackCpuMs: number;
  /** Share of requests that X-Ray traces: none, or what Lambda lets nobody choose. */
  readonly tracedShare: number;
  /** Share of requests that start a container. */
  readonly coldShare: number;
  /** That ask SQS side by side, each for a batch of its own. */
  readonly pollers: number;
  /** How long a poller waits for its batch to fill. */
  readonly windowSeconds: number;
}

/** What `cdk deploy` makes where nothing is said, on a shop whose clicks load pages. */
export const DEFAULT_SETTING: RequestSetting = {
  api: 'http',
  cdn: 'cloudfront',
  egress: 'nat',
  requestsAMonth: 10_000_000,
  visit: MEASURED.visits.pages,
  trackMemoryMb: FUNCTIONS.track.memoryMb,
  trackCpuMs: MEASURED.trackCpuMs.value,
  tracedShare: 0,
  coldShare: ASSUMED.coldShare.value,
  pollers: ASSUMED.pollers.value,
  windowSeconds: QUEUE_SETTINGS.maxBatchingWindowSeconds,
};

const MILLION = 1_000_000;
const GB = 1_000_000_000;
const SECONDS_A_MONTH = 730 * 3_600;
/** SQS bills a call once for each 64 KiB of it ("Amazon SQS pricing"). */
const SQS_CHUNK_BYTES = 65_536;
/** Of one `ReceiveMessage` or `DeleteMessageBatch`. */
const SQS_MESSAGES_A_CALL = 10;
/** Look for the erased, insert, read back, save, look again: `src/writer/writeMessages.ts`. */
const COMMANDS_A_BATCH = 5;

/** GB of a million times so many bytes. */
const gbOf = (bytes: number): number => (bytes * MILLION) / GB;

/** Messages that a poller finds together: the one that it waited for, and what comes within the window, shared by all pollers. */
export const messagesABatch = ({
  requestsAMonth,
  pollers,
  windowSeconds,
}: Pick<RequestSetting, 'requestsAMonth' | 'pollers' | 'windowSeconds'>): number =>
  Math.min(QUEUE_SETTINGS.batchSize, 1 + ((requestsAMonth / SECONDS_A_MONTH) * windowSeconds) / pollers);

/** Calls of SQS for a message: one to send it, and its share of those that receive and delete. */
export const sqsCallsAMessage = (messageBytes: number, batch: number): number => {
  const together = Math.min(SQS_MESSAGES_A_CALL, batch);
  const chunks = (bytes: number): number => Math.ceil(bytes / SQS_CHUNK_BYTES);
  return chunks(messageBytes) + chunks(messageBytes * together) / together + 1 / together;
};

/** Milliseconds of `/track` that Lambda bills for a request in a warm container. */
export const trackMs = (memoryMb: number, cpuMs: number = MEASURED.trackCpuMs.value): number =>
  billedMs({ waitMs: ASSUMED.redisWaitMs.value + ASSUMED.sqsWaitMs.value, cpuMs, memoryMb });

/** Milliseconds that Lambda bills for the start of a container of `/track`. */
export const trackStartMs = (memoryMb: number): number =>
  billedMs({ waitMs: ASSUMED.runtimeStartMs.value, cpuMs: MEASURED.trackImportMs.value, memoryMb });

/** Milliseconds that Lambda bills for a batch of the writer. */
export const writerMs = (batch: number): number =>
  billedMs({
    waitMs: COMMANDS_A_BATCH * ASSUMED.recordWaitMs.value,
    cpuMs: MEASURED.writerBatchCpuMs.value + MEASURED.writerMessageCpuMs.value * batch,
    memoryMb: FUNCTIONS.writer.memoryMb,
  });

const frontLines = ({ cdn, api, visit }: RequestSetting): CostLine[] => {
  const request = gbOf(visit.requestBytes.value);
  const answer = gbOf(visit.answerBytes.value);
  const gateway: CostLine = {
    price: api === 'http' ? 'httpApiRequests' : 'restApiRequests',
    quantity: 1,
    why: 'one a request of at most 512 kB',
  };
  if (cdn === 'none') return [gateway, { price: 'internetOut', quantity: answer, why: 'the answers' }];
  return [
    { price: 'cloudFrontRequests', quantity: 1, why: 'one a request' },
    { price: 'cloudFrontFunctions', quantity: 1, why: "the viewer's host is copied" },
    { price: 'cloudFrontOut', quantity: answer, why: 'the answers' },
    { price: 'cloudFrontToOrigin', quantity: request, why: 'the requests' },
    gateway,
  ];
};

const lambdaLines = (setting: RequestSetting): CostLine[] => {
  const { trackMemoryMb, trackCpuMs, coldShare } = setting;
  const ms = trackMs(trackMemoryMb, trackCpuMs);
  const batch = messagesABatch(setting);
  const batches = MILLION / batch;
  const time = (runs: number, ms: number, memoryMb: number): number =>
    millionGbSeconds({ runs, ms, memoryMb });
  return [
    { price: 'lambdaRequests', quantity: 1, why: '`track`' },
    {
      price: 'lambdaGbSeconds',
      quantity: time(MILLION, ms, trackMemoryMb),
      why: `\`track\`, ${ms} ms at ${trackMemoryMb} MB`,
    },
    {
      price: 'lambdaGbSeconds',
      quantity: time(MILLION * coldShare, trackStartMs(trackMemoryMb), trackMemoryMb),
      why: `starts of \`track\`, ${trackStartMs(trackMemoryMb)} ms, ${coldShare * 100} % of requests`,
    },
    {
      price: 'lambdaRequests',
      quantity: batches / MILLION,
      why: `\`writer\`, ${batch.toFixed(1)} messages a batch`,
    },
    {
      price: 'lambdaGbSeconds',
      quantity: time(batches, writerMs(batch), FUNCTIONS.writer.memoryMb),
      why: `\`writer\`, ${writerMs(batch)} ms a batch at ${FUNCTIONS.writer.memoryMb} MB`,
    },
  ];
};

const queueLines = (setting: RequestSetting): CostLine[] => {
  const calls = sqsCallsAMessage(setting.visit.messageBytes.value, messagesABatch(setting));
  return [{ price: 'sqsRequests', quantity: calls, why: 'send, receive, delete; each under 64 KiB' }];
};

const networkLines = ({ egress, visit }: RequestSetting): CostLine[] => {
  const sqs = gbOf(visit.messageBytes.value + MEASURED.sqsCallBytes.value + ASSUMED.sqsAnswerBytes.value);
  const record = gbOf(visit.recordTrafficBytes.value);
  const redis = gbOf(MEASURED.redisBytes.value);
  const crossZone = (gb: number): number => gb / 2;
  if (egress === 'privatelink') {
    return [
      { price: 'endpointData', quantity: sqs + record, why: 'calls of SQS, and of the record' },
      { price: 'crossZoneData', quantity: crossZone(redis), why: 'half of the calls of Redis' },
    ];
  }
  return [
    { price: 'natData', quantity: sqs + record, why: 'calls of SQS, and of the record' },
    { price: 'publicAddressData', quantity: record, why: 'Atlas by its public address' },
    {
      price: 'crossZoneData',
      quantity: crossZone(redis + sqs + record),
      why: 'half of the calls of Redis, and of all that goes through one NAT gateway',
    },
  ];
};

const watchLines = ({ tracedShare }: RequestSetting): CostLine[] => [
  { price: 'logsIn', quantity: gbOf(accessLogBytes()), why: `the API's access log; at WARN nothing else` },
  { price: 'logsKept', quantity: gbOf(accessLogBytes()), why: '30 days of it' },
  {
    price: 'traces',
    quantity: tracedShare,
    why: tracedShare === 0 ? 'off, unless `traces=on`' : `${tracedShare * 100} % of requests`,
  },
];

/** A million requests of `/track`, from the visitor's browser into the record; without MongoDB itself and without what is fixed. */
export const millionRequests = (setting: RequestSetting): CostLine[] => [
  ...frontLines(setting),
  ...lambdaLines(setting),
  ...queueLines(setting),
  ...networkLines(setting),
  ...watchLines(setting),
];

/** Requests that a page view costs: its own, and its page's leave where no later one takes it along. */
export const requestsAPageView = ({ requests }: VisitFigures): number => requests.value / PAGES_A_VISIT;

/** A million page views in visits of four pages: all requests that they cause. */
export const millionPageViews = (setting: RequestSetting): CostLine[] =>
  millionRequests(setting).map((line) => ({
    ...line,
    quantity: line.quantity * requestsAPageView(setting.visit),
  }));
