/** A raw event as the record exports it: one line of JSON. The only thing that the model reads. */
export interface RawEvent {
  readonly id: string;
  readonly type: string;
  readonly source: 'browser' | 'server';
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly site: string;
  readonly browser: string;
  readonly visitor: string;
  readonly session: string;
  readonly sessionStartedAt: number;
  readonly path?: string;
  readonly url?: string;
  readonly referrer?: string;
  readonly engagedMs?: number;
  readonly properties?: { readonly [name: string]: unknown };
  readonly customerId?: string;
  readonly formerVisitor?: string;
  readonly epoch?: number;
  readonly context?: {
    readonly newBrowser: boolean;
    readonly landingPage?: string;
    readonly referrer?: string;
    readonly utm: { readonly source?: string; readonly medium?: string; readonly campaign?: string };
    readonly clickIds: { readonly [name: string]: string };
    readonly device: { readonly type: string; readonly browser?: string; readonly os?: string };
    readonly country?: string;
    readonly address?: string;
    readonly bot?: { readonly bot: boolean; readonly reasons: readonly string[] };
  };
}

/** A shop, as far as its numbers depend on it. */
export interface ModelSite {
  readonly id: string;
  readonly timezone: string;
  readonly currency: string;
  readonly botNetworks: readonly string[];
}

/** In the order of event time; the same whoever sorts. */
export const inOrder = (events: readonly RawEvent[]): RawEvent[] =>
  [...events].sort(
    (a, b) =>
      a.occurredAt - b.occurredAt || a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
