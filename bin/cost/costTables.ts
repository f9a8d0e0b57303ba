import { table } from '../../bench/markdownTable.ts';
import { atlasUsdAMonth, pageViewsThatFit, recordBytesAPageView } from './atlas.ts';
import { type CostLine, totalUsd, usdOf } from './CostLine.ts';
import { ASSUMED, type Figure, MEASURED, SHOP_SIZES } from './figures.ts';
import { DEFAULT_FIXED, type FixedSetting, fixedMonth } from './fixedMonth.ts';
import { millionGbSeconds } from './lambdaTime.ts';
import { ATLAS, PRICES, type Price, REGIONS } from './prices.ts';
import {
  DEFAULT_SETTING,
  millionPageViews,
  millionRequests,
  type RequestSetting,
  requestsAPageView,
  trackMs,
  trackStartMs,
} from './requestPath.ts';
import { amount, count, dollars, verdict } from './words.ts';

/** What the issue asks for, in `us-east-1`, without free tiers. */
const GOALS_USD = { millionRequests: 3, millionPageViews: 4 };
const [US] = REGIONS;

const { pages, router } = MEASURED.visits;
const VISITS = [
  { name: 'each click loads a page', visit: pages },
  { name: 'a router changes pages', visit: router },
] as const;
const MONTHS = [1_000_000, 10_000_000, 100_000_000, 1_000_000_000] as const;

const inRegions = (lines: readonly CostLine[]): string[] =>
  REGIONS.map((region) => dollars(totalUsd(lines, region)));

/** Lines with the arithmetic in them, and their sum. */
const bill = (lines: readonly CostLine[], sum: string): string =>
  table(
    ['what', 'how much', 'why', ...REGIONS],
    [
      ...lines.map((line) => {
        const { what, unit }: Price = PRICES[line.price];
        const quantity = `${amount(line.quantity)} ${unit}${line.quantity === 1 || unit.startsWith('million') || unit === 'GB' ? '' : 's'}`;
        return [what, quantity, line.why, ...REGIONS.map((region) => dollars(usdOf(line, region)))];
      }),
      [`**${sum}**`, '', '', ...inRegions(lines).map((usd) => `**${usd}**`)],
    ],
  );

/** Other ways to run it, each with all else as by default. */
const SETTINGS: readonly { readonly name: string; readonly change: Partial<RequestSetting> }[] = [
  { name: 'as `cdk deploy` makes it', change: {} },
  { name: '`egress=privatelink`', change: { egress: 'privatelink' } },
  { name: '`cdn=none`', change: { cdn: 'none' } },
  { name: '`cdn=none`, `egress=privatelink`', change: { cdn: 'none', egress: 'privatelink' } },
  { name: '`api=rest`', change: { api: 'rest' } },
];

const settings = (): string =>
  table(
    ['a million requests, us-east-1', ...MONTHS.map((month) => `${count(month)} a month`)],
    SETTINGS.map(({ name, change }) => [
      name,
      ...MONTHS.map((requestsAMonth) =>
        dollars(totalUsd(millionRequests({ ...DEFAULT_SETTING, ...change, requestsAMonth }), US)),
      ),
    ]),
  );

const pageViews = (): string =>
  table(
    [
      'a million page views, us-east-1',
      'requests a page view',
      ...MONTHS.map((month) => `${count(month)} requests a month`),
    ],
    VISITS.flatMap(({ name, visit }) =>
      SETTINGS.slice(0, 4).map(({ name: setting, change }) => [
        `${name}; ${setting}`,
        amount(requestsAPageView(visit)),
        ...MONTHS.map((requestsAMonth) =>
          dollars(totalUsd(millionPageViews({ ...DEFAULT_SETTING, ...change, visit, requestsAMonth }), US)),
        ),
      ]),
    ),
  );

const goals = (): string => {
  const at = `at ${count(DEFAULT_SETTING.requestsAMonth)} requests a month`;
  const rows = [
    [
      `a million requests, ${at}`,
      verdict(totalUsd(millionRequests(DEFAULT_SETTING), US), GOALS_USD.millionRequests),
    ],
    ...VISITS.map(({ name, visit }) => [
      `a million page views, ${name}, ${at}`,
      verdict(totalUsd(millionPageViews({ ...DEFAULT_SETTING, visit }), US), GOALS_USD.millionPageViews),
    ]),
  ];
  return table(['goal, us-east-1, as `cdk deploy` makes it', 'seen'], rows);
};

/** Each assumption that one might doubt, changed alone: what a million requests then cost more or less. */
const DOUBTS: readonly { readonly name: string; readonly change: Partial<RequestSetting> }[] = [
  { name: 'REST API instead of the HTTP API', change: { api: 'rest' } },
  { name: 'without CloudFront', change: { cdn: 'none' } },
  { name: '1 million requests a month: hardly anything to batch', change: { requestsAMonth: 1_000_000 } },
  { name: '1 billion requests a month: full batches', change: { requestsAMonth: 1_000_000_000 } },
  { name: 'PrivateLink instead of NAT: its data alone', change: { egress: 'privatelink' } },
  { name: 'one poller instead of five: fuller batches', change: { pollers: 1 } },
  { name: 'a batching window of 1 s, not 5', change: { windowSeconds: 1 } },
  {
    name: 'ten times the CPU that a request of `track` was measured to take',
    change: { trackCpuMs: 10 * MEASURED.trackCpuMs.value },
  },
  { name: '`traces=on`: Lambda then traces 5 %', change: { tracedShare: 0.05 } },
  { name: '`track` with 1,769 MB, not 512', change: { trackMemoryMb: 1_769 } },
  { name: '`track` with 256 MB', change: { trackMemoryMb: 256 } },
  { name: '5 % of requests start a container, not 1 %', change: { coldShare: 0.05 } },
];

const doubts = (): string => {
  const usual = totalUsd(millionRequests(DEFAULT_SETTING), US);
  return table(
    ['changed alone', 'a million requests', 'difference'],
    DOUBTS.map(({ name, change }) => ({
      name,
      usd: totalUsd(millionRequests({ ...DEFAULT_SETTING, ...change }), US),
    }))
      .toSorted((a, b) => Math.abs(b.usd - usual) - Math.abs(a.usd - usual))
      .map(({ name, usd }) => [
        name,
        dollars(usd),
        `${usd < usual ? '−' : '+'}${dollars(Math.abs(usd - usual))}`,
      ]),
  );
};

const MEMORIES_MB = [128, 256, 512, 1_024, 1_769] as const;

const memory = (): string =>
  table(
    ['memory of `track`', 'billed ms', 'of a start', 'GB-s a million, warm', 'with 1 % starts', 'us-east-1'],
    MEMORIES_MB.map((memoryMb) => {
      const warm = millionGbSeconds({ runs: 1_000_000, ms: trackMs(memoryMb), memoryMb });
      const starts = millionGbSeconds({
        runs: 1_000_000 * ASSUMED.coldShare.value,
        ms: trackStartMs(memoryMb),
        memoryMb,
      });
      return [
        `${amount(memoryMb)} MB`,
        amount(trackMs(memoryMb)),
        amount(trackStartMs(memoryMb)),
        amount(warm * 1_000_000),
        amount((warm + starts) * 1_000_000),
        dollars((warm + starts) * PRICES.lambdaGbSeconds.usd[US]),
      ];
    }),
  );

const CHOICES: readonly { readonly name: string; readonly change: Partial<FixedSetting> }[] = [
  { name: 'as `cdk deploy` makes it', change: {} },
  { name: '`natGateways=2`', change: { egress: { kind: 'nat', gateways: 2 } } },
  { name: '`egress=privatelink`', change: { egress: { kind: 'privatelink' } } },
  { name: '`cache` given', change: { cache: 'given' } },
  {
    name: '`egress=privatelink`, `cache` given',
    change: { egress: { kind: 'privatelink' }, cache: 'given' },
  },
];

const choices = (): string =>
  table(
    ['a month, nobody there', ...REGIONS],
    CHOICES.map(({ name, change }) => [name, ...inRegions(fixedMonth({ ...DEFAULT_FIXED, ...change }))]),
  );

const shopSizes = (): string => {
  const smallest = fixedMonth(DEFAULT_FIXED);
  return table(
    [
      'sessions a day of a site',
      'write units a minute',
      'read units',
      'more a month than the smallest, us-east-1',
    ],
    SHOP_SIZES.map((sessionsADay) => {
      const { writes, reads } = MEASURED.minuteUnits[sessionsADay];
      const lines = fixedMonth({ ...DEFAULT_FIXED, sessionsADay });
      return [
        amount(sessionsADay),
        amount(writes.value),
        amount(reads.value),
        dollars(totalUsd(lines, US) - totalUsd(smallest, US)),
      ];
    }),
  );
};

/** Page views a month, and the shop's size of which the aggregators' share is taken. */
const SHOPS = [
  { pageViews: 100_000, sessionsADay: 1_000, tier: 'M10' },
  { pageViews: 1_000_000, sessionsADay: 10_000, tier: 'M10' },
  { pageViews: 10_000_000, sessionsADay: 100_000, tier: 'M30' },
] as const;

const bills = (): string =>
  table(
    [
      'page views a month',
      'requests',
      'fixed',
      'by requests',
      'AWS, us-east-1',
      'Atlas',
      'together',
      'BSON in the record',
    ],
    SHOPS.map(({ pageViews: views, sessionsADay, tier }) => {
      const requestsAMonth = views * requestsAPageView(pages);
      const fixed = totalUsd(fixedMonth({ ...DEFAULT_FIXED, sessionsADay }), US);
      const variable =
        (totalUsd(millionRequests({ ...DEFAULT_SETTING, requestsAMonth }), US) * requestsAMonth) / 1_000_000;
      const atlas = ATLAS.tiers.filter(({ name }) => name === tier).map(atlasUsdAMonth)[0] ?? 0;
      return [
        count(views),
        count(requestsAMonth),
        dollars(fixed),
        dollars(variable),
        dollars(fixed + variable),
        `${dollars(atlas)} (${tier})`,
        dollars(fixed + variable + atlas),
        `${amount((views * recordBytesAPageView(pages)) / 1_000_000_000)} GB a month`,
      ];
    }),
  );

const atlas = (): string =>
  table(
    [
      'tier',
      'a month, from',
      'storage',
      `page views whose BSON fills it, at ${amount(recordBytesAPageView(pages))} bytes`,
    ],
    ATLAS.tiers.map((tier) => [
      tier.name,
      dollars(atlasUsdAMonth(tier)),
      `${tier.storageGb} GB`,
      count(pageViewsThatFit(tier, pages)),
    ]),
  );

const figuresTable = (figures: readonly Figure[]): string =>
  table(
    ['what', 'value', 'how'],
    figures.map(({ what, value, unit, how }) => [what, `${amount(value)} ${unit}`, how]),
  );

const isFigure = (value: object): value is Figure => 'value' in value;
const figuresIn = (value: object): Figure[] =>
  isFigure(value) ? [value] : Object.values(value).flatMap((inner: object) => figuresIn(inner));

const measured = (): string => {
  const { visits, minuteUnits, ...rest } = MEASURED;
  const label = (name: string, figures: readonly Figure[]): Figure[] =>
    figures.map((one) => ({ ...one, what: `${one.what} (${name})` }));
  return figuresTable([
    ...VISITS.flatMap(({ name, visit }) => label(name, figuresIn(visit))),
    ...figuresIn(rest),
    ...SHOP_SIZES.flatMap((size) => label(`${amount(size)} sessions a day`, figuresIn(minuteUnits[size]))),
  ]);
};

const prices = (): string =>
  table(
    ['price', 'for a', ...REGIONS, 'as of', 'listed on'],
    Object.values<Price>(PRICES).map(({ what, unit, usd, asOf, page }) => [
      what,
      unit,
      ...REGIONS.map((region) => `$${usd[region]}`),
      asOf,
      page,
    ]),
  );

/** The tables of `docs/cost.md`, by the names of their places in it. */
export const costTables = (): { readonly [name: string]: string } => ({
  goals: goals(),
  requests: bill(millionRequests(DEFAULT_SETTING), 'a million requests'),
  settings: settings(),
  'page-views': pageViews(),
  doubts: doubts(),
  memory: memory(),
  fixed: bill(fixedMonth(DEFAULT_FIXED), 'a month'),
  choices: choices(),
  'shop-sizes': shopSizes(),
  atlas: atlas(),
  bills: bills(),
  measured: measured(),
  assumed: figuresTable(figuresIn(ASSUMED)),
  prices: prices(),
});
