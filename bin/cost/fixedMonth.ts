import { FUNCTIONS } from '../../lib/app/functionTable.ts';
import { alarmCount } from './alarmCount.ts';
import type { CostLine } from './CostLine.ts';
import { ASSUMED, MEASURED, type ShopSize } from './figures.ts';
import { millionGbSeconds } from './lambdaTime.ts';

/** What a month's fixed price depends on. */
export interface FixedSetting {
  readonly egress: { readonly kind: 'nat'; readonly gateways: 1 | 2 } | { readonly kind: 'privatelink' };
  readonly cache: 'elasticache' | 'given';
  readonly sites: number;
  /** Sessions a day of each site: what the aggregators write grows with it, slower than it does. */
  readonly sessionsADay: ShopSize;
}

/** What `cdk deploy` makes where nothing is said, for one small shop. */
export const DEFAULT_FIXED: FixedSetting = {
  egress: { kind: 'nat', gateways: 1 },
  cache: 'elasticache',
  sites: 1,
  sessionsADay: 1_000,
};

const HOURS_A_MONTH = 730;
const MINUTES_A_MONTH = HOURS_A_MONTH * 60;
const TICKS_A_MONTH = MINUTES_A_MONTH / 5;
const MILLION = 1_000_000;
const GB = 1_000_000_000;
/** SQS waits so long for a message ("Amazon SQS short and long polling"). */
const LONG_POLL_SECONDS = 20;
const ZONES = 2;
/** SQS, Secrets Manager, Atlas. */
const ENDPOINTS = 3;
/** Given: record, password, token. Made: cookies, conversions, tokens of the storefront, origin; and the cache's. */
const SECRETS = 7;
/** `DaysBehind` and `CrossSiteShare` of each site, `CacheDown`, and the count of logged errors. */
const METRICS = { aSite: 2, once: 2 };

const egressLines = ({ egress }: FixedSetting): CostLine[] => {
  if (egress.kind === 'privatelink') {
    return [
      {
        price: 'endpointHours',
        quantity: HOURS_A_MONTH * ENDPOINTS * ZONES,
        why: 'SQS, Secrets Manager and Atlas, in two zones',
      },
    ];
  }
  const hours = HOURS_A_MONTH * egress.gateways;
  return [
    { price: 'natHours', quantity: hours, why: `${egress.gateways} of them, 730 hours` },
    { price: 'publicIpv4Hours', quantity: hours, why: 'the address that Atlas lets in' },
  ];
};

const cacheLines = ({ cache }: FixedSetting): CostLine[] =>
  cache === 'given'
    ? []
    : [{ price: 'cacheMicroHours', quantity: HOURS_A_MONTH, why: 'one node, 730 hours' }];

const aggregatorLines = ({ sites, sessionsADay }: FixedSetting): CostLine[] => {
  const { writes, reads } = MEASURED.minuteUnits[sessionsADay];
  const { minute, midnight } = FUNCTIONS;
  const perMonth = (aMinute: number): number => (aMinute * MINUTES_A_MONTH * sites) / MILLION;
  const size = sessionsADay.toLocaleString('en-US');
  return [
    {
      price: 'dynamoWrites',
      quantity: perMonth(writes.value),
      why: `${writes.value} a minute at ${size} sessions a day`,
    },
    {
      price: 'dynamoReads',
      quantity: perMonth(reads.value),
      why: `${reads.value} a minute, the dashboard apart`,
    },
    { price: 'dynamoStorage', quantity: ASSUMED.metricsStoredGb.value * sites, why: 'a year of metrics' },
    {
      price: 'lambdaRequests',
      quantity: (MINUTES_A_MONTH + TICKS_A_MONTH) / MILLION,
      why: '`minute` each minute, `midnight` each five',
    },
    {
      price: 'lambdaGbSeconds',
      quantity:
        millionGbSeconds({
          runs: MINUTES_A_MONTH * sites,
          ms: ASSUMED.aggregatorMinuteMs.value,
          memoryMb: minute.memoryMb,
        }) +
        millionGbSeconds({
          runs: TICKS_A_MONTH * sites,
          ms: ASSUMED.aggregatorTickMs.value,
          memoryMb: midnight.memoryMb,
        }),
      why: `${ASSUMED.aggregatorMinuteMs.value} ms at ${minute.memoryMb} MB, ${ASSUMED.aggregatorTickMs.value} ms at ${midnight.memoryMb} MB`,
    },
  ];
};

const watchLines = ({ sites, cache }: FixedSetting): CostLine[] => {
  const embeddedGb = (ASSUMED.embeddedMetricBytes.value * MINUTES_A_MONTH * sites) / GB;
  const polls = (ASSUMED.pollers.value * HOURS_A_MONTH * 3_600) / LONG_POLL_SECONDS;
  return [
    {
      price: 'sqsRequests',
      quantity: polls / MILLION,
      why: 'empty receives of five pollers on a quiet queue, at most',
    },
    { price: 'secrets', quantity: SECRETS + (cache === 'elasticache' ? 1 : 0), why: 'given and made' },
    {
      price: 'alarms',
      quantity: alarmCount({ sites, cache }),
      why: 'of the deployment, of functions, of sites',
    },
    {
      price: 'customMetrics',
      quantity: METRICS.once + METRICS.aSite * sites,
      why: 'two a site, a cache that is down, and logged errors',
    },
    { price: 'dashboards', quantity: 1, why: '' },
    { price: 'logsIn', quantity: embeddedGb, why: 'the metrics; at WARN a request logs nothing' },
    { price: 'logsKept', quantity: embeddedGb, why: '30 days of them' },
  ];
};

/** A month without a single visitor; without MongoDB. */
export const fixedMonth = (setting: FixedSetting): CostLine[] => [
  ...egressLines(setting),
  ...cacheLines(setting),
  ...aggregatorLines(setting),
  ...watchLines(setting),
];
