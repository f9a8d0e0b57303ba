/** What the clients know of what they did: by it, and by nothing that Footfall counts, the outcome is judged. */

export interface SentEvent {
  readonly browser: string;
  /** The visit in whose course it happened. */
  readonly visit: string;
  accepted: boolean;
}

export interface SentOrder {
  /** The last word on it; none while every answer was lost or a fault. */
  answer: string | undefined;
}

export interface SentRefund {
  readonly orderId: string;
  answer: string | undefined;
}

export const createOracle = () => {
  const events = new Map<string, SentEvent>();
  const orders = new Map<string, SentOrder>();
  const refunds = new Map<string, SentRefund>();
  /** Visits in which somebody logged in or out, or somebody else had a copy of the cookies. */
  const changedVisits = new Set<string>();
  const poison = new Set<string>();
  /** What must never be, seen while it was. */
  const breaches: string[] = [];
  return { events, orders, refunds, changedVisits, poison, breaches };
};
export type Oracle = ReturnType<typeof createOracle>;
