/** An event as a page's tracker posts it; times are epoch milliseconds of the device's own clock. */
export interface TrackedEvent {
  readonly eventType: string;
  readonly eventId: string;
  readonly occurredAt: number;
  readonly path: string;
  readonly url: string;
  readonly title?: string;
  readonly referrer?: string;
  readonly engagedMs?: number;
  readonly properties?: { readonly [name: string]: unknown };
}

/** A product as the shop tells of it; its price in the currency's minor unit. */
export interface SoldProduct {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly priceMinor: number;
  readonly stock: number;
}
