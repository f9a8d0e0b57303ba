/** Where the runbook is; each alarm's heading there has its slug. */
export const RUNBOOK = 'docs/operations.md';

export interface AlarmEntry {
  /** Of the runbook's heading. */
  readonly slug: string;
  readonly title: string;
  /** What it means, in a sentence for the one who is woken. */
  readonly means: string;
  /** Where there is not one alarm, but one for each of these. */
  readonly per?: 'function' | 'site';
}

/** Every alarm, and where the runbook says what to do. */
export const ALARMS = {
  deadLetters: {
    slug: 'dead-letters-not-empty',
    title: 'Dead letters not empty',
    means:
      'Messages were refused or given up: what they tell is missing from every number until they come back.',
  },
  scheduleDeadLetters: {
    slug: 'schedule-dead-letters-not-empty',
    title: 'Schedule dead letters not empty',
    means: 'EventBridge could not hand a run to an aggregator: numbers may be late.',
  },
  oldestMessage: {
    slug: 'oldest-message-too-old',
    title: 'Oldest message too old',
    means:
      'An event has waited for the writer for over 5 minutes: the record is down, or the writer does not keep up.',
  },
  requestErrors: {
    slug: 'request-functions-fail',
    title: 'Request functions fail',
    means:
      'A function that answers requests ends in errors: visitors are not tracked, or pages are not served.',
    per: 'function',
  },
  writerErrors: {
    slug: 'writer-fails',
    title: 'Writer fails',
    means: 'The writer cannot write: events wait in the queue, and nothing is lost for 7 days.',
  },
  aggregatorErrors: {
    slug: 'aggregators-fail',
    title: 'Aggregators fail',
    means: 'The minute or midnight aggregator fails: the dashboard shows old numbers.',
    per: 'function',
  },
  throttles: {
    slug: 'functions-throttled',
    title: 'Functions throttled',
    means: 'Lambda refuses runs: the account has reached its concurrency.',
    per: 'function',
  },
  loggedErrors: {
    slug: 'errors-logged',
    title: 'Errors logged',
    means:
      'A function logged an error or a critical fault, such as a missing secret or an event that was lost.',
  },
  dayNotAggregated: {
    slug: 'day-not-aggregated',
    title: 'Day not aggregated',
    means:
      'A day that ended over an hour ago has no final numbers, or the minute aggregator does not run at all.',
    per: 'site',
  },
  crossSite: {
    slug: 'cross-site-share-of-track',
    title: 'Cross-site share of /track',
    means:
      'Browsers call /track from another site: their cookies are not sent, and each page view is a visit of its own.',
    per: 'site',
  },
  cacheDown: {
    slug: 'cache-down',
    title: 'Cache down',
    means:
      'The cache of hot sessions does not answer or refuses us: requests go on from their cookies alone.',
  },
  cacheMemory: {
    slug: 'cache-memory-short',
    title: 'Cache memory short',
    means: 'The cache of hot sessions is nearly full.',
  },
  cacheEvictions: {
    slug: 'cache-evicts-sessions',
    title: 'Cache evicts sessions',
    means: 'The cache threw hot sessions out: requests ask MongoDB for them.',
  },
} as const satisfies { readonly [id: string]: AlarmEntry };

export type AlarmId = keyof typeof ALARMS;
