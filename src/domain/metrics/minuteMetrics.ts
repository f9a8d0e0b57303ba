/** A name and how often. */
export interface NamedCount {
  readonly value: string;
  readonly count: number;
}

/** What happened on a site in one minute, and how it stood at its end: what "live now" is made of. Bots are in none of it. */
export interface MinuteMetrics {
  /** The instant at which the minute begins, epoch milliseconds. */
  readonly minute: number;
  /** Visitors seen in the 30 and in the 5 minutes before the minute's end; absent where it was reckoned too late to know. */
  readonly activeVisitors?: number;
  readonly activeVisitors5m?: number;
  /** Sessions with an event in the minute. */
  readonly sessions: number;
  readonly pageViews: number;
  readonly orders: number;
  readonly revenueMinor: number;
  /** Largest first, at most 50 each. */
  readonly events: readonly NamedCount[];
  readonly pages: readonly NamedCount[];
  readonly channels: readonly NamedCount[];
  readonly devices: readonly NamedCount[];
  /** Of sessions seen in the last 30 minutes: how far each came. Absent where it was reckoned too late to know. */
  readonly funnel?: LiveFunnel;
  /** Unconverted sessions seen in the last 30 minutes whose cart is worth something, and what all of it is worth. */
  readonly openCarts?: number;
  readonly openCartValueMinor?: number;
}

export interface LiveFunnel {
  readonly sessions: number;
  readonly product: number;
  readonly cart: number;
  readonly checkout: number;
  readonly order: number;
}
