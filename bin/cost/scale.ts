import { QUEUE_SETTINGS } from '../../functions/writer/queueSettings.ts';
import { API_LIMITS } from '../../lib/api/Api.ts';
import { FUNCTIONS } from '../../lib/app/functionTable.ts';
import { SESSION_IDLE_MS } from '../../src/domain/sessions/session.ts';
import { recordBytesAPageView } from './atlas.ts';
import { ASSUMED, MEASURED, PAGES_A_VISIT } from './figures.ts';
import { requestsAPageView, trackMs, writerMs } from './requestPath.ts';
import { amount, count } from './words.ts';

/** The first limit that a part meets as traffic grows, as it is deployed by default. */
export interface Limit {
  readonly part: string;
  readonly limit: string;
  /** How the page views come about. */
  readonly arithmetic: string;
  readonly pageViewsADay: number;
  readonly turn: string;
}

const DAY_S = 86_400;
const GB = 1_000_000_000;
const VISIT = MEASURED.visits.pages;
const REQUESTS = requestsAPageView(VISIT);
const PEAK = ASSUMED.peakFactor.value;
/** A session's hot copy lives on after its last request. */
const HOT_SECONDS = ASSUMED.visitSeconds.value + SESSION_IDLE_MS / 1_000;

/** Page views a day of a part that takes so many requests a second in the busiest minutes. */
const byRequests = (perSecond: number): number => (perSecond / REQUESTS / PEAK) * DAY_S;
const bySessions = (perSecond: number): number => (perSecond / PEAK) * DAY_S * PAGES_A_VISIT;

/** The default retention of a site (`src/config/parseSites.ts`). */
const RETENTION_DAYS = 395;
const M10_BYTES = 10 * GB;
/** cache.t4g.micro has 0.5 GiB, of which a quarter is reserved ("Managing reserved memory", ElastiCache user guide). */
const MICRO_BYTES = 0.5 * 2 ** 30 * 0.75;
/** `src/aggregate/warmHours.ts`: sessions of this and the previous hour that the minute's run keeps. */
const WARM_SESSIONS = 60_000;
/** This hour, the one before, and half an hour for who is there now, half of the first on average. */
const MINUTE_READS_S = 2 * 3_600;
/** Of a core, on which the others run too. */
const BUSY_SHARE = 0.5;
const MEGABYTES_A_CORE = 1_769;
/** "Lambda quotas": concurrent executions of an account, and requests a second for each of them. */
const LAMBDA = { concurrency: 1_000, requestsAUnit: 10 };
/** "Amazon SQS message quotas", standard queues. */
const IN_FLIGHT = 120_000;
/** "CloudFront quotas": requests a second of a distribution. */
const CLOUDFRONT_REQUESTS = 250_000;

const minuteCore = FUNCTIONS.minute.memoryMb / MEGABYTES_A_CORE;
const minuteSessions = 60 / (MEASURED.readAndFoldUs.value / 1_000_000 / minuteCore);
const trackSeconds = trackMs(FUNCTIONS.track.memoryMb) / 1_000;
const batchMs = writerMs(QUEUE_SETTINGS.batchSize);
const messagesAWriter = (QUEUE_SETTINGS.batchSize * 1_000) / batchMs;
const messagesWritten = QUEUE_SETTINGS.maxConcurrency * messagesAWriter;
const scriptsASecond = (BUSY_SHARE * 1_000_000) / MEASURED.redisScriptUs.value;
/** A message is in flight while its batch fills and is written. */
const inFlightSeconds = QUEUE_SETTINGS.maxBatchingWindowSeconds + batchMs / 1_000;

const rounded = (value: number): string => amount(Number(value.toPrecision(3)));

/** What breaks first, second, and so on. */
export const LIMITS: readonly Limit[] = (
  [
    {
      part: 'MongoDB, storage',
      limit: 'an M10 has 10 GB',
      arithmetic: `10 GB / ${rounded(recordBytesAPageView(VISIT))} bytes of BSON a page view / ${RETENTION_DAYS} days`,
      pageViewsADay: M10_BYTES / recordBytesAPageView(VISIT) / RETENTION_DAYS,
      turn: 'a larger disk or tier; a shorter `retentionDays`, once what is older is deleted',
    },
    {
      part: "`minute`, today's hours of one site",
      limit: `keeps ${amount(WARM_SESSIONS)} sessions of two hours`,
      arithmetic: `${amount(WARM_SESSIONS)} / 7,200 s / peak`,
      pageViewsADay: bySessions(WARM_SESSIONS / 7_200),
      turn: 'nothing: from here on it reads the two hours from the record each minute, not what changed alone',
    },
    {
      part: 'Cache, memory',
      limit: 'a cache.t4g.micro has 0.5 GiB, a quarter of it reserved',
      arithmetic: `403 MB / ${amount(MEASURED.hotSessionBytes.value)} bytes / ${amount(HOT_SECONDS)} s that a session is hot / peak`,
      pageViewsADay: bySessions(MICRO_BYTES / MEASURED.hotSessionBytes.value / HOT_SECONDS),
      turn: '`cacheNodeType`; then a cluster',
    },
    {
      part: '`minute`, all sites of a deployment',
      limit: 'a run within its minute, on one core',
      arithmetic: `60 s / ${MEASURED.readAndFoldUs.value} us a session on ${minuteCore.toFixed(2)} of a core / two hours of sessions / peak`,
      pageViewsADay: bySessions(minuteSessions / MINUTE_READS_S),
      turn: 'its memory, up to 1,769 MB; another deployment for another site. Late, it skips runs and today is some minutes old, until a run takes 300 s',
    },
    {
      part: 'HTTP API',
      limit: `${amount(API_LIMITS.requestsPerSecond)} requests a second, AWS's default and our own`,
      arithmetic: `${amount(API_LIMITS.requestsPerSecond)} / ${REQUESTS} a page view / peak`,
      pageViewsADay: byRequests(API_LIMITS.requestsPerSecond),
      turn: 'a quota of AWS, and `API_LIMITS` in `lib/api/Api.ts`',
    },
    {
      part: 'Lambda, requests',
      limit: `${LAMBDA.requestsAUnit} a second for each of ${amount(LAMBDA.concurrency)} concurrent runs`,
      arithmetic: `${amount(LAMBDA.concurrency * LAMBDA.requestsAUnit)} / ${REQUESTS} a page view / peak`,
      pageViewsADay: byRequests(LAMBDA.concurrency * LAMBDA.requestsAUnit),
      turn: 'the quota of concurrent runs',
    },
    {
      part: '`writer`',
      limit: `${QUEUE_SETTINGS.maxConcurrency} runs at once`,
      arithmetic: `${QUEUE_SETTINGS.maxConcurrency} x ${QUEUE_SETTINGS.batchSize} messages / ${batchMs} ms = ${rounded(messagesWritten)} a second / ${REQUESTS}; the queue takes the peak`,
      pageViewsADay: (messagesWritten / REQUESTS) * DAY_S,
      turn: '`writerConcurrency`, with the connections and writes that MongoDB takes; its memory',
    },
    {
      part: 'Cache, CPU',
      limit: 'half of one core: Redis runs scripts on one',
      arithmetic: `${BUSY_SHARE} s / ${MEASURED.redisScriptUs.value} us = ${rounded(scriptsASecond)} a second / ${REQUESTS} / peak`,
      pageViewsADay: byRequests(scriptsASecond),
      turn: 'a faster node; a cluster, whose shards add up',
    },
    {
      part: 'SQS',
      limit: `${amount(IN_FLIGHT)} messages in flight`,
      arithmetic: `${amount(IN_FLIGHT)} / ${inFlightSeconds.toFixed(1)} s that a batch takes / ${REQUESTS} / peak`,
      pageViewsADay: byRequests(IN_FLIGHT / inFlightSeconds),
      turn: 'a quota of AWS; sending has none',
    },
    {
      part: 'Lambda, concurrent runs',
      limit: `${amount(LAMBDA.concurrency)} in an account`,
      arithmetic: `${amount(LAMBDA.concurrency)} / ${trackSeconds * 1_000} ms / ${REQUESTS} / peak`,
      pageViewsADay: byRequests(LAMBDA.concurrency / trackSeconds),
      turn: 'a quota of AWS',
    },
    {
      part: 'CloudFront',
      limit: `${amount(CLOUDFRONT_REQUESTS)} requests a second of a distribution`,
      arithmetic: `${amount(CLOUDFRONT_REQUESTS)} / ${REQUESTS} / peak`,
      pageViewsADay: byRequests(CLOUDFRONT_REQUESTS),
      turn: 'a quota of AWS',
    },
  ] satisfies Limit[]
).toSorted((a, b) => a.pageViewsADay - b.pageViewsADay);

/** A need of a billion page views a day. */
export interface Need {
  readonly what: string;
  readonly mean: string;
  readonly peak: string;
}

const BILLION = 1_000_000_000;
const VIEWS_A_SECOND = BILLION / DAY_S;
const REQUESTS_A_SECOND = VIEWS_A_SECOND * REQUESTS;
const SESSIONS_A_SECOND = VIEWS_A_SECOND / PAGES_A_VISIT;
/** Besides its page views and their leaves, a visit has its start. */
const EVENTS_A_SECOND = SESSIONS_A_SECOND * (2 * PAGES_A_VISIT + 1);

const need = (what: string, mean: number, unit = '', digits = (value: number) => rounded(value)): Need => ({
  what,
  mean: `${digits(mean)}${unit}`,
  peak: `${digits(mean * PEAK)}${unit}`,
});
const whole = (value: number): string => amount(Math.ceil(value));

export const BILLION_A_DAY: readonly Need[] = [
  need('page views a second', VIEWS_A_SECOND),
  need('requests, messages, scripts of Redis a second', REQUESTS_A_SECOND),
  need('sessions begun a second', SESSIONS_A_SECOND),
  need('`track`, concurrent runs', REQUESTS_A_SECOND * trackSeconds, '', whole),
  need('Lambda, quota that its requests ask for', REQUESTS_A_SECOND / LAMBDA.requestsAUnit, '', whole),
  need('hot sessions', SESSIONS_A_SECOND * HOT_SECONDS, '', count),
  need('memory of the cache', (SESSIONS_A_SECOND * HOT_SECONDS * MEASURED.hotSessionBytes.value) / GB, ' GB'),
  need('shards of the cache, each half busy', REQUESTS_A_SECOND / scriptsASecond, '', whole),
  need(
    '`writer`, concurrent runs, and connections to MongoDB',
    REQUESTS_A_SECOND / messagesAWriter,
    '',
    whole,
  ),
  need('messages in flight', REQUESTS_A_SECOND * inFlightSeconds, '', whole),
  need('events inserted into MongoDB a second', EVENTS_A_SECOND),
  need('sessions saved in MongoDB a second, at most', REQUESTS_A_SECOND),
  {
    what: 'BSON into the record a day',
    mean: `${rounded((BILLION * recordBytesAPageView(VISIT)) / GB)} GB`,
    peak: '',
  },
];
