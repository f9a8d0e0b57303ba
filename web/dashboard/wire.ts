/** What the API answers with, as far as the dashboard reads it (`GET /api/openapi.json` has all of it). */

export type Dimension =
  | 'device'
  | 'browser'
  | 'os'
  | 'country'
  | 'channel'
  | 'source'
  | 'campaign'
  | 'landingPage'
  | 'exitPage';

/** Money in minor units of the site's currency; rates from 0 to 1, `null` where there is nothing to divide by. */
export interface Metrics {
  readonly totalVisits: number;
  readonly uniqueVisits: number;
  readonly newVisitors: number;
  readonly returningVisitors: number;
  readonly newSessions: number;
  readonly pageViews: number;
  readonly durationMs: number;
  readonly averageDurationMs: number | null;
  readonly engagedMs: number;
  readonly bounces: number;
  readonly bounceRate: number | null;
  readonly productSessions: number;
  readonly cartSessions: number;
  readonly cartRate: number | null;
  readonly checkoutSessions: number;
  readonly convertedSessions: number;
  readonly conversionRate: number | null;
  readonly purchaseRate: number | null;
  readonly orders: number;
  readonly revenue: number;
  readonly averageOrder: number | null;
  readonly bots: number;
}

/** Site-local dates, both inclusive. */
export interface Range {
  readonly from: string;
  readonly to: string;
  readonly days: number;
}

export interface QualityCounts {
  readonly accepted: number;
  readonly duplicated: number;
  readonly late: number;
  readonly deferred: number;
  readonly refused: number;
  readonly deadLettered: number;
  readonly sealed: number;
  readonly erased: number;
}

export interface Recomputed {
  readonly day: string;
  readonly version: number;
  readonly at: string;
  readonly reason: string;
}

export interface Status {
  readonly provisional: boolean;
  readonly asOf: string | null;
  readonly missingDays: readonly string[];
  readonly recomputed: readonly Recomputed[];
  readonly corrected: readonly { readonly day: string; readonly reason: string }[];
  readonly quality: QualityCounts;
  /** Where it is alarming: the share of events from pages of another site than the endpoint's. */
  readonly crossSiteShare?: number | undefined;
  /** The value that is filtered by may also be among the `(other)` of some days, so that the numbers are too low. */
  readonly otherHides?: boolean | undefined;
  /** Where the site keeps no cookies: who comes on two days counts as two visitors. */
  readonly uniqueVisitsPer?: 'day' | undefined;
}

export interface SiteInfo {
  readonly id: string;
  readonly timezone: string;
  readonly currency: string;
  /** The site's own date. */
  readonly today: string;
  readonly firstDay: string | null;
  /** As in `Status`. */
  readonly uniqueVisitsPer?: 'day' | undefined;
}

export interface Me {
  readonly sites: readonly SiteInfo[];
  readonly now: string;
}

export interface Summary {
  readonly site: string;
  readonly currency: string;
  readonly timezone: string;
  readonly range: Range;
  readonly previousRange: Range | null;
  readonly current: Metrics;
  readonly previous: Metrics | null;
  readonly status: Status;
}

export interface Point extends Metrics {
  /** A date, or an ISO instant where the interval is an hour. */
  readonly at: string;
  readonly provisional: boolean;
  readonly version: number | null;
  readonly reason: string | null;
  readonly missing: boolean;
}

export type Interval = 'day' | 'hour';

export interface Daily {
  readonly site: string;
  readonly currency: string;
  readonly range: Range;
  readonly previousRange: Range | null;
  readonly interval: Interval;
  readonly points: readonly Point[];
  readonly previous: readonly Point[] | null;
}

export interface BreakdownRow extends Metrics {
  readonly value: string;
  /** The row of all beyond those that are told. */
  readonly other?: boolean | undefined;
}

export interface Breakdown {
  readonly by: Dimension;
  readonly range: Range;
  readonly rows: readonly BreakdownRow[];
  readonly other: Metrics | null;
  readonly total: Metrics;
  /** How many values there are. */
  readonly values: number;
  readonly status: Status;
}

export interface Explore {
  readonly by: Dimension | null;
  readonly range: Range;
  readonly filters: readonly Filter[];
  readonly rows: readonly BreakdownRow[];
  readonly total: Metrics;
}

export interface Filter {
  readonly dimension: Dimension;
  readonly value: string;
}

export type Step = 'sessions' | 'product' | 'cart' | 'checkout' | 'order';

export interface FunnelStep {
  readonly step: Step;
  readonly sessions: number;
  readonly ofAll: number | null;
  readonly ofPrevious: number | null;
  readonly dropOff: number;
}

export interface Funnel {
  readonly range: Range;
  readonly steps: readonly FunnelStep[];
  readonly previous: readonly FunnelStep[] | null;
}

export type Period = 'week' | 'month';

export interface Cohort {
  /** The Monday of a week, or `YYYY-MM`. */
  readonly start: string;
  readonly size: number;
  readonly complete: boolean;
  readonly returned: readonly number[];
  readonly rates: readonly (number | null)[];
}

export interface Retention {
  readonly by: Period;
  readonly cohorts: readonly Cohort[];
}

export interface NamedCount {
  readonly value: string;
  readonly count: number;
}

export interface Minute {
  readonly minute: string;
  readonly pageViews: number;
  readonly sessions: number;
  readonly orders: number;
  readonly revenue: number;
  readonly activeVisitors: number | null;
}

export interface Realtime {
  readonly site: string;
  readonly currency: string;
  readonly asOf: string | null;
  readonly activeVisitors: number | null;
  readonly activeVisitors5m: number | null;
  readonly minutes: readonly Minute[];
  readonly funnel: { readonly [step in Step]: number };
  readonly openCarts: number;
  readonly openCartValue: number;
  readonly topPages: readonly NamedCount[];
  readonly channels: readonly NamedCount[];
  readonly devices: readonly NamedCount[];
  readonly events: readonly NamedCount[];
  readonly degraded: string | null;
}

export interface QualityReport {
  readonly range: Range;
  readonly totals: QualityCounts;
  readonly refused: readonly { readonly reason: string; readonly count: number }[];
  readonly days: readonly (QualityCounts & { readonly day: string })[];
  readonly bots: {
    readonly sessions: number;
    readonly hits: number;
    readonly reasons: readonly {
      readonly reason: string;
      readonly sessions: number;
      readonly hits: number;
    }[];
  };
  readonly recomputed: readonly Recomputed[];
  readonly corrections: readonly {
    readonly day: string;
    readonly reason: string;
    readonly orders: number;
    readonly revenue: number;
  }[];
}

/** A visit, and what speaks against it. */
export interface BotExample {
  readonly session: string;
  readonly startedAt: string;
  readonly device: string;
  readonly country: string | null;
  readonly landingPage: string | null;
  readonly hits: number;
  readonly reasons: readonly string[];
  readonly bot: boolean;
  /** What the staff said of it, if anything. */
  readonly staff: boolean | null;
}

interface Judged {
  readonly sessions: number;
  readonly hits: number;
  /** The most frequent first. */
  readonly reasons: readonly {
    readonly reason: string;
    readonly sessions: number;
    readonly hits: number;
    readonly examples: readonly BotExample[];
  }[];
}

export interface BotReport {
  readonly range: Range;
  /** In none of the numbers. */
  readonly bots: Judged;
  /** In the numbers. */
  readonly suspected: Judged;
  readonly overruled: {
    readonly sessions: number;
    readonly hits: number;
    readonly examples: readonly BotExample[];
  };
}

export interface LatestVisitor {
  readonly visitor: string;
  readonly customer: string | null;
  readonly lastSeenAt: string;
  readonly sessions: number;
  readonly device: string;
  readonly country: string | null;
  readonly converted: boolean;
}

export interface LatestVisitors {
  readonly visitors: readonly LatestVisitor[];
}

export interface JourneyEvent {
  readonly at: string;
  readonly type: string;
  readonly source: 'browser' | 'server';
  readonly path: string | null;
  readonly title: string | null;
  readonly properties: { readonly [name: string]: unknown } | null;
}

export interface JourneySession {
  readonly id: string;
  readonly startedAt: string;
  readonly lastSeenAt: string;
  readonly durationMs: number;
  readonly device: string;
  readonly browser: string | null;
  readonly os: string | null;
  readonly country: string | null;
  readonly channel: string;
  readonly source: string | null;
  readonly landingPage: string | null;
  readonly exitPage: string | null;
  readonly pageViews: number;
  readonly converted: boolean;
  readonly revenue: number;
  /** Whether it came from another device than the visit before. */
  readonly deviceChanged: boolean;
  /** Since the visit before was last seen; `null` for the first that is known. */
  readonly sincePreviousMs: number | null;
  /** What lay in the cart at its end; `null` where nothing was said of a cart. */
  readonly cartValueMinor: number | null;
  readonly orders: readonly JourneyOrder[];
  readonly events: readonly JourneyEvent[];
}

export interface JourneyOrder {
  readonly orderId: string;
  readonly amountMinor: number;
  /** Of that, what went back later. */
  readonly refundedMinor: number;
}

export interface Journey {
  readonly visitor: string;
  readonly customer: string | null;
  readonly aliases: readonly string[];
  readonly sessions: readonly JourneySession[];
  readonly truncated: boolean;
  /** Kinds of device, in the order in which they were first used. */
  readonly devices: readonly string[];
  /** Whether it was on several of them. */
  readonly crossDevice: boolean;
  readonly firstSeenAt: string;
  readonly ordersCount: number;
  /** Net of refunds. */
  readonly revenue: number;
}

export interface DeviceRow {
  readonly device: string;
  readonly sessions: number;
  readonly visitors: number;
  readonly convertedSessions: number;
  readonly conversionRate: number | null;
}

/** From one kind of device to another, and how long that took in the middle of all. */
export interface DevicePath {
  readonly from: string;
  readonly to: string;
  readonly medianMs: number | null;
}

/** How visitors move between their devices. */
export interface Devices {
  readonly range: Range;
  readonly devices: readonly DeviceRow[];
  readonly visitors: {
    readonly total: number;
    readonly onOneDevice: number;
    readonly onSeveralDevices: number;
    readonly combinations: readonly { readonly devices: readonly string[]; readonly visitors: number }[];
  };
  readonly crossDevice: {
    readonly conversions: number;
    /** Of those, by visitors whose first visit ever was on another kind of device. */
    readonly firstSeenElsewhere: number;
    readonly share: number | null;
    readonly medianTimeToConversionMs: number | null;
    readonly paths: readonly (DevicePath & { readonly conversions: number })[];
  };
  /** What became of carts begun in the range. */
  readonly continuity: Carts & {
    readonly cartsBegun: number;
    /** Of those paid in a later visit, after half an hour or more; and of those again, on another kind of device. */
    readonly recovered: number;
    readonly recoveredOnOtherDevice: number;
    readonly medianTimeToPaymentMs: number | null;
    readonly paths: readonly (DevicePath & { readonly carts: number })[];
  };
}

/** Each cart is one of these. */
export interface Carts {
  readonly paidInSession: number;
  readonly paidLaterSameDevice: number;
  readonly paidOnOtherDevice: number;
  readonly stillOpen: number;
  readonly abandoned: number;
}

/** Which orders are of a visit that we know, and why the others are not. */
export interface Coverage {
  readonly range: Range;
  readonly orders: number;
  readonly joined: number;
  readonly joinedShare: number | null;
  readonly by: { readonly request: number; readonly cookie: number; readonly customer: number };
  readonly unjoined: readonly {
    readonly reason: string;
    readonly orders: number;
    readonly revenue: number;
  }[];
  readonly revenue: number;
  readonly joinedRevenue: number;
}

export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly field?: string };
}
