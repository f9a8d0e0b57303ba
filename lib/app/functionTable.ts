import { QUEUE_SETTINGS } from '../../functions/writer/queueSettings.ts';

/** A variable that a function gets by the name of its secret: `X_SECRET_ARN` for `X`. */
export type SecretVariable =
  | 'MONGODB_URI'
  | 'COOKIE_KEYS'
  | 'JWT_KEYS'
  | 'CONVERSION_KEYS'
  | 'ADMIN_PASSWORD_HASH'
  | 'ADMIN_TOKEN'
  | 'ORIGIN_SECRET'
  | 'REDIS_PASSWORD';

/** What a function is, and what it may use: its environment and its permissions are made from this alone. */
export interface FunctionSpec {
  /** Its folder in `functions/`. */
  readonly name: string;
  readonly what: string;
  /** A CPU grows with it, a whole one at 1,769 MB ("Configure Lambda function memory"). */
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly secrets: readonly SecretVariable[];
  /** Whether it reaches the cache of hot sessions. */
  readonly cache?: true;
  /** `record` reaches MongoDB: in the VPC. Without either, a function is outside of it. */
  readonly record?: true;
  /** The queue of events: sends to it, or asks how long it is as well. */
  readonly events?: 'send' | 'send-and-depth';
  readonly deadLetters?: 'send';
  /** `logins`: failed logins only. `read-and-logins`: metrics, to read, and failed logins. */
  readonly table?: 'read' | 'read-and-logins' | 'logins' | 'write';
  /** Whether it needs the salts of visitors' days, where a site keeps no cookies. */
  readonly salts?: true;
  /** Whether it tells CloudWatch metrics of the deployment's own. */
  readonly metrics?: true;
}

const SESSION = {
  secrets: ['MONGODB_URI', 'COOKIE_KEYS', 'ORIGIN_SECRET', 'REDIS_PASSWORD'],
  cache: true,
  record: true,
  events: 'send',
  salts: true,
} as const;
const STAFF = ['COOKIE_KEYS', 'ADMIN_PASSWORD_HASH', 'ADMIN_TOKEN', 'ORIGIN_SECRET'] as const;

/** What a Lambda of a shop's own needs for the session middleware: as `track` has it. */
export const SESSION_USES: Pick<FunctionSpec, 'secrets' | 'cache' | 'record' | 'events' | 'salts'> = SESSION;

export const FUNCTIONS = {
  track: {
    name: 'track',
    what: 'POST /track: sessions and events of browsers',
    ...SESSION,
    // Some milliseconds of CPU a hit: more memory would make a cold start shorter and each hit dearer.
    memoryMb: 512,
    // The longest that it waits for is a queue that refuses and a record that is slow, then it answers 503.
    timeoutSeconds: 10,
  },
  storefront: {
    name: 'storefront',
    what: 'the storefront',
    ...SESSION,
    secrets: [...SESSION.secrets, 'JWT_KEYS'],
    table: 'logins',
    // A login hashes a password (scrypt), which takes a CPU and 16 MB and more.
    memoryMb: 1_024,
    // An order is some ten commands of at most 3 s, of which hardly two are slow.
    timeoutSeconds: 20,
  },
  conversions: {
    name: 'conversions',
    what: "orders of shops' own back ends",
    ...SESSION,
    secrets: [...SESSION.secrets, 'CONVERSION_KEYS'],
    memoryMb: 512,
    timeoutSeconds: 20,
  },
  people: {
    name: 'people',
    what: 'journeys, devices, filtered breakdowns, health',
    secrets: ['MONGODB_URI', 'REDIS_PASSWORD', ...STAFF],
    cache: true,
    record: true,
    events: 'send-and-depth',
    table: 'read',
    // Folds up to 31 days of sessions while a person waits.
    memoryMb: 1_769,
    // API Gateway gives up after 30 s, or 29 s.
    timeoutSeconds: 29,
  },
  analytics: {
    name: 'analytics',
    what: "the metrics API and the staff's login",
    secrets: STAFF,
    table: 'read-and-logins',
    // Keeps decoded metrics of up to 256 MB.
    memoryMb: 1_024,
    timeoutSeconds: 20,
  },
  web: {
    name: 'web',
    what: 'the pages and the tracker',
    secrets: [],
    // Some 2 MB of files, read at start and sent as they are; CloudFront keeps most of them.
    memoryMb: 256,
    timeoutSeconds: 5,
  },
  writer: {
    name: 'writer',
    what: 'from the queue into the record',
    secrets: ['MONGODB_URI'],
    record: true,
    deadLetters: 'send',
    // Up to 100 messages of 200 kB, and the events of their sessions, at once.
    memoryMb: 512,
    timeoutSeconds: QUEUE_SETTINGS.functionTimeoutSeconds,
  },
  minute: {
    name: 'minute',
    what: 'live metrics, today, orders that were left',
    secrets: ['MONGODB_URI', 'REDIS_PASSWORD'],
    cache: true,
    record: true,
    events: 'send',
    table: 'write',
    metrics: true,
    memoryMb: 1_024,
    // A run that takes over a minute is let finish: the next finds its lease and goes.
    timeoutSeconds: 300,
  },
  midnight: {
    name: 'midnight',
    what: 'the days that have ended',
    secrets: ['MONGODB_URI'],
    record: true,
    table: 'write',
    // A CPU of its own: folding is all that it does.
    memoryMb: 1_769,
    // The most that Lambda gives: what is left of a long catching-up is the next run's.
    timeoutSeconds: 900,
  },
} as const satisfies { readonly [name: string]: FunctionSpec };

export type FunctionName = keyof typeof FUNCTIONS;
