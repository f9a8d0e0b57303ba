/** A visit as the model of devices needs it; times in milliseconds. */
export interface ModelVisit {
  readonly id: string;
  readonly person: string;
  readonly browser: string;
  readonly device: string;
  readonly startedAt: number;
  readonly lastSeenAt: number;
  readonly addedToCart: boolean;
  readonly orderedAt: readonly number[];
}

const DAY = 24 * 60 * 60 * 1000;
const WEEK = 7 * DAY;
const HALF_HOUR = 30 * 60 * 1000;

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): T[][] => [
  ...Map.groupBy(items, keyOf).values(),
];
const byTimeAndId = (a: readonly [number, string], b: readonly [number, string]): number =>
  a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);

const median = (numbers: readonly number[]): number | null => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const below = sorted[Math.ceil(sorted.length / 2) - 1];
  const above = sorted[Math.floor(sorted.length / 2)];
  return below === undefined || above === undefined ? null : Math.round((below + above) / 2);
};

const share = (part: number, all: number): number | null => (all === 0 ? null : part / all);

const areTwoDevices = (a: ModelVisit, b: ModelVisit): boolean =>
  a.browser !== b.browser && a.device !== b.device && ![a.device, b.device].includes('unknown');

interface Order {
  readonly at: number;
  readonly visit: ModelVisit;
}
interface ModelCart {
  readonly begun: ModelVisit;
  readonly last: number;
  readonly paidBy: Order | undefined;
}

/**
 * One person's carts, told by what is true of each and not step by step: a visit begins a cart where no earlier one of the week before
 * left something in it, that is, with no order between the two; the first order from then on pays it, if it comes within a week.
 */
const cartsOf = (visits: readonly ModelVisit[]): ModelCart[] => {
  const adds = visits
    .filter(({ addedToCart }) => addedToCart)
    .sort((a, b) => byTimeAndId([a.startedAt, a.id], [b.startedAt, b.id]));
  const orders = visits
    .flatMap((visit) => visit.orderedAt.map((at): Order => ({ at: Math.max(at, visit.startedAt), visit })))
    .sort((a, b) => byTimeAndId([a.at, a.visit.id], [b.at, b.visit.id]));
  const isBegin = (add: ModelVisit, index: number): boolean =>
    !adds
      .slice(0, index)
      .some(
        (before) =>
          add.startedAt - before.startedAt <= WEEK &&
          !orders.some(({ at }) => at >= before.startedAt && at < add.startedAt),
      );
  const begins = adds.filter(isBegin);
  return begins.map((begun) => {
    const next = begins[begins.indexOf(begun) + 1];
    const of = adds.slice(adds.indexOf(begun), next === undefined ? undefined : adds.indexOf(next));
    const order = orders.find(({ at }) => at >= begun.startedAt);
    return {
      begun,
      last: Math.max(...of.map(({ lastSeenAt }) => lastSeenAt)),
      paidBy: order !== undefined && order.at - begun.startedAt <= WEEK ? order : undefined,
    };
  });
};

const paths = <Name extends string>(
  name: Name,
  moves: readonly { readonly from: string; readonly to: string; readonly took: number }[],
) =>
  groupBy(moves, ({ from, to }) => `${from} ${to}`)
    .map((same) => ({
      from: same[0]?.from,
      to: same[0]?.to,
      [name]: same.length,
      medianMs: median(same.map(({ took }) => took)),
    }))
    .sort(
      (a, b) => Number(b[name]) - Number(a[name]) || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1),
    );

/**
 * What is told of devices, reckoned the slow and plain way from all visits of people there ever were.
 * @param asked the range `[from, to)` and the time of asking
 */
export const devicesModel = (
  visits: readonly ModelVisit[],
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: number },
) => {
  const isInRange = ({ startedAt }: ModelVisit): boolean => startedAt >= from && startedAt < to;
  const inRange = visits.filter(isInRange);
  const personsIn = (some: readonly ModelVisit[]): number => new Set(some.map(({ person }) => person)).size;
  const ordered = inRange.filter(({ orderedAt }) => orderedAt.length > 0);

  const onSeveral = groupBy(inRange, ({ person }) => person).filter((own) =>
    own.some((a) => own.some((b) => areTwoDevices(a, b))),
  );
  const typesOf = (own: readonly ModelVisit[]): string[] =>
    [...new Set(own.map(({ device }) => device))].filter((device) => device !== 'unknown').sort();

  const crossed = ordered.flatMap((visit) => {
    const [first] = visits
      .filter(({ person }) => person === visit.person)
      .sort((a, b) => byTimeAndId([a.startedAt, a.id], [b.startedAt, b.id]));
    return first !== undefined && areTwoDevices(first, visit)
      ? [
          {
            from: first.device,
            to: visit.device,
            took: Math.max(0, Math.min(...visit.orderedAt) - first.startedAt),
          },
        ]
      : [];
  });

  const carts = groupBy(visits, ({ person }) => person)
    .flatMap(cartsOf)
    .filter(({ begun }) => isInRange(begun));
  const payments = carts.flatMap(({ begun, paidBy }) =>
    paidBy === undefined
      ? []
      : [
          {
            from: begun.device,
            to: paidBy.visit.device,
            took: paidBy.at - begun.startedAt,
            inSession: paidBy.visit.id === begun.id,
            elsewhere: areTwoDevices(begun, paidBy.visit),
            recovered: paidBy.visit.id !== begun.id && paidBy.visit.startedAt > begun.lastSeenAt + HALF_HOUR,
          },
        ],
  );
  const elsewhere = payments.filter((payment) => payment.elsewhere && !payment.inSession);
  const unpaid = carts.filter(({ paidBy }) => paidBy === undefined);

  return {
    devices: groupBy(inRange, ({ device }) => device).map((own) => {
      const converted = own.filter(({ orderedAt }) => orderedAt.length > 0).length;
      return {
        device: own[0]?.device ?? '',
        sessions: own.length,
        visitors: personsIn(own),
        convertedSessions: converted,
        conversionRate: share(converted, own.length),
      };
    }),
    visitors: {
      total: personsIn(inRange),
      onOneDevice: personsIn(inRange) - onSeveral.length,
      onSeveralDevices: onSeveral.length,
      combinations: groupBy(onSeveral, (own) => typesOf(own).join()).map((same) => ({
        devices: typesOf(same[0] ?? []),
        visitors: same.length,
      })),
    },
    crossDevice: {
      conversions: ordered.length,
      firstSeenElsewhere: crossed.length,
      share: share(crossed.length, ordered.length),
      medianTimeToConversionMs: median(crossed.map(({ took }) => took)),
      paths: paths('conversions', crossed),
    },
    continuity: {
      cartsBegun: carts.length,
      paidInSession: payments.filter(({ inSession }) => inSession).length,
      paidLaterSameDevice: payments.filter((payment) => !payment.inSession && !payment.elsewhere).length,
      paidOnOtherDevice: elsewhere.length,
      stillOpen: unpaid.filter(({ last }) => last + DAY >= now).length,
      abandoned: unpaid.filter(({ last }) => last + DAY < now).length,
      recovered: payments.filter(({ recovered }) => recovered).length,
      recoveredOnOtherDevice: elsewhere.filter(({ recovered }) => recovered).length,
      medianTimeToPaymentMs: median(payments.map(({ took }) => took)),
      paths: paths('carts', elsewhere),
    },
  };
};
