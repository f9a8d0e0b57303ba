/** A nominal type: two ids of the same shape cannot be mixed up. */
export type Branded<T, Name extends string> = T & { readonly __brand: Name };

/** One shop. */
export type SiteId = Branded<string, 'SiteId'>;
/** One browser profile: the first visitor id it was ever given; never changes. */
export type BrowserId = Branded<string, 'BrowserId'>;
/** Whom we take for one person: the browser itself, or after a login the customer's. */
export type VisitorId = Branded<string, 'VisitorId'>;
/** One visit. */
export type SessionId = Branded<string, 'SessionId'>;
/** One stored event: `{site}:{browser}:{the client's event id}`, so that nobody can suppress another browser's event. */
export type EventId = Branded<string, 'EventId'>;
/** A customer of the shop, as the shop names them. */
export type CustomerId = Branded<string, 'CustomerId'>;
