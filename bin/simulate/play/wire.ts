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

export interface Item {
  readonly productId: string;
  readonly quantity: number;
  readonly priceMinor: number;
}

/** The shop as its visitors' browsers reach it. */
export interface Shop {
  /** The site's id. */
  readonly site: string;
  /** `https://shop.example` */
  readonly origin: string;
}
