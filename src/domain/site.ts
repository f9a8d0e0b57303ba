import type { SiteId } from './ids.ts';

/**
 * What a site keeps of its visitors. `cookies`: the two cookies, for everybody. `consent`: the same, and nothing at all before the
 * visitor has agreed. `cookieless`: no cookie ever; a visitor is one of a day.
 */
export type PrivacyMode = 'cookies' | 'consent' | 'cookieless';

/** How many requests that bring events are taken; over it they are refused for a while (429). */
export interface SiteLimits {
  /** From one address range (/24, /48) in a minute, and as many at once. */
  readonly addressPerMinute: number;
  /** Of the whole site in a minute. Absent: as many as come. */
  readonly sitePerMinute?: number;
}

/** One shop that this deployment serves. Everything recorded carries its id. */
export interface Site {
  readonly id: SiteId;
  /** Where the shop's pages reach Footfall: a path on its own distribution, or `t.shop.example`. */
  readonly host: string;
  /** Every host name that belongs to the shop (lower case, no port unless one is needed). */
  readonly hosts: readonly string[];
  /** Exact origins (`https://shop.example`) that may send events with credentials. */
  readonly origins: readonly string[];
  /** IANA time zone in which the site's days begin and end. */
  readonly timezone: string;
  /** ISO 4217 code; an order in another currency is refused. */
  readonly currency: string;
  /** Registrable domains or hosts of the shop: a referrer from them does not count. */
  readonly ownDomains: readonly string[];
  /** Payment and login providers a customer returns from: a referrer from them does not count. */
  readonly paymentDomains: readonly string[];
  /** Query parameters kept in stored URLs, besides UTM parameters and click ids. */
  readonly keptParameters: readonly string[];
  /** Days that raw sessions and events are kept. */
  readonly retentionDays: number;
  readonly privacy: PrivacyMode;
  /** Whether `Sec-GPC` and `DNT` stop tracking: `honour` tracks nothing for such a visitor, `ignore` tracks as usual. */
  readonly gpc: 'honour' | 'ignore';
  /** Address ranges (CIDR) in which the site knows bots to be: data centres, its own monitoring. One reason among others, never alone. */
  readonly botNetworks: readonly string[];
  readonly limits: SiteLimits;
  /** `Domain` of the cookies; without it they are host-only. */
  readonly cookieDomain?: string;
}

/** Whether a visitor of the site is one of a day: told by no cookie, and joined to no customer. */
export const keepsNoCookies = ({ privacy }: Pick<Site, 'privacy'>): boolean => privacy === 'cookieless';
