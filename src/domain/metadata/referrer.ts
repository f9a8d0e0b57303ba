import { getDomain } from 'tldts';
import type { Site } from '../site.ts';
import { PAYMENT_DOMAINS } from './paymentDomains.ts';
import { androidAppOf, parseHttpUrl, scrubReferrer } from './url.ts';

/** Where a visitor came from. Only an external referrer says how a visit began. */
export type ReferrerClass =
  | {
      readonly kind: 'external';
      /** Scrubbed. */
      readonly url: string;
      /** Host, lower case; of an Android app its name. */
      readonly host: string;
      /** Registrable domain by the public suffix list; the host where it has none. */
      readonly domain: string;
    }
  /** From the shop itself. */
  | { readonly kind: 'own' }
  /** Back from a payment or login provider. */
  | { readonly kind: 'payment' }
  | { readonly kind: 'none' };

/** Private suffixes count: two shops on `myshopify.com` are two shops. */
const registrableDomain = (host: string): string | undefined =>
  getDomain(host, { allowPrivateDomains: true }) ?? undefined;

const isUnder = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);
/** A host as configured, which may carry a port or a trailing dot. */
const bareHost = (host: string): string => host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');

const isOwn = (host: string, site: Pick<Site, 'hosts' | 'ownDomains'>): boolean => {
  const domain = registrableDomain(host);
  const ofShop = (shopHost: string) =>
    host === shopHost || (domain !== undefined && domain === registrableDomain(shopHost));
  // What has no registrable domain is an address, `localhost`, or a suffix that others share.
  const ofOwnDomain = (own: string) =>
    host === own || (isUnder(host, own) && registrableDomain(own) !== undefined);
  return site.hosts.map(bareHost).some(ofShop) || site.ownDomains.map(bareHost).some(ofOwnDomain);
};

/**
 * What a referrer says of a visit's beginning: a page of the shop's own registrable domain, or a payment or login provider
 * ({@link PAYMENT_DOMAINS} and the site's own), begins none.
 * Only for the writer: the public suffix list is too large for the hot path.
 */
export const classifyReferrer = (args: {
  readonly referrer: string | undefined;
  readonly site: Pick<Site, 'hosts' | 'ownDomains' | 'paymentDomains'>;
}): ReferrerClass => {
  const { referrer, site } = args;
  const url = scrubReferrer(referrer, []);
  if (url === undefined) return { kind: 'none' };
  const app = androidAppOf(url);
  if (app !== undefined) return { kind: 'external', url, host: app, domain: app };
  const host = bareHost(parseHttpUrl(url)?.hostname ?? '');
  if (host === '') return { kind: 'none' };
  if (isOwn(host, site)) return { kind: 'own' };
  const payment = [...PAYMENT_DOMAINS, ...site.paymentDomains.map(bareHost)];
  if (payment.some((domain) => isUnder(host, domain))) return { kind: 'payment' };
  return { kind: 'external', url, host, domain: registrableDomain(host) ?? host };
};
