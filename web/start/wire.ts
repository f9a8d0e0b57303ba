import type { Properties } from '../tracker/wire.ts';

/** What the local server tells the page of live sessions. Times are epoch milliseconds; ids are cut short, for eyes alone. */
export interface LiveView {
  /** Newest first. */
  readonly sessions: readonly LiveSession[];
}

export interface LiveSession {
  readonly id: string;
  readonly visitor: string;
  /** Whether it is the one of the browser that asks. */
  readonly yours: boolean;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly pageViews: number;
  readonly landingPage?: string;
  readonly exitPage?: string;
  /** Host of the page before; absent for a visit that came from nowhere else. */
  readonly referrer?: string;
  readonly channel: string;
  readonly device: { readonly type: string; readonly browser?: string; readonly os?: string };
  readonly newVisitor: boolean;
  readonly bounce: boolean;
  readonly bot: boolean;
  readonly eventCount: number;
  /** The latest ones, newest first. */
  readonly events: readonly LiveEvent[];
}

export interface LiveEvent {
  readonly id: string;
  readonly type: string;
  readonly source: 'browser' | 'server';
  readonly at: number;
  readonly path?: string;
  readonly engagedMs?: number;
  readonly properties?: Properties;
}

/** What the demo shop sells. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly kind: 'shoes' | 'hats';
  readonly priceMinor: number;
  /** CSS colour of its picture. */
  readonly colour: string;
  /** Path of its own page, where it has one. */
  readonly path?: string;
}

export interface ProductList {
  readonly currency: string;
  readonly products: readonly Product[];
}
