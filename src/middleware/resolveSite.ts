import type { Site } from '../domain/site.ts';
import type { Refusal } from './HttpAnswer.ts';

export type ResolvedSite =
  | { readonly ok: true; readonly site: Site }
  | { readonly ok: false; readonly refusal: Refusal };

/** What a request says of the site that it belongs to. */
export interface AskedSite {
  readonly named?: string | undefined;
  readonly origin?: string | undefined;
  readonly host: string | undefined;
}

const refused = (refusal: Refusal): ResolvedSite => ({ ok: false, refusal });

/** A page of the shop's own host may call its own API: `Origin` then names the very host that was asked. */
const isOwnHost = (site: Site, origin: string, host: string | undefined): boolean =>
  host !== undefined &&
  (site.host === host || site.hosts.includes(host)) &&
  (origin === `https://${host}` || origin === `http://${host}`);

const allows = (site: Site, origin: string, host: string | undefined): boolean =>
  site.origins.includes(origin) || isOwnHost(site, origin, host);

/**
 * Which shop a request belongs to (design, section 2): the one it names, checked against the origin; else by origin; else by
 * host; else the only one. An origin that no site allows is refused.
 */
export const resolveSite = (
  sites: readonly [Site, ...Site[]],
  { named, origin, host }: AskedSite,
): ResolvedSite => {
  const forbidden: Refusal = {
    status: 403,
    code: 'origin_not_allowed',
    message: 'No site allows requests from this origin.',
    field: 'origin',
  };
  if (named !== undefined) {
    const site = sites.find(({ id }) => id === named);
    if (site === undefined) {
      return refused({ status: 400, code: 'unknown_site', message: 'No site has this id.', field: 'site' });
    }
    return origin === undefined || allows(site, origin, host) ? { ok: true, site } : refused(forbidden);
  }
  if (origin !== undefined) {
    const site = sites.find((candidate) => allows(candidate, origin, host));
    return site ? { ok: true, site } : refused(forbidden);
  }
  const byHost =
    host === undefined ? undefined : sites.find((site) => site.host === host || site.hosts.includes(host));
  const site = byHost ?? (sites.length === 1 ? sites[0] : undefined);
  if (site) return { ok: true, site };
  return refused({
    status: 403,
    code: 'unknown_site',
    message: 'Name the site: neither origin nor host tells it.',
    field: 'site',
  });
};

/** Whose numbers lack a refused request: the site that it would have been of, had it asked as it should. */
export const siteOfRefused = (sites: readonly [Site, ...Site[]], asked: AskedSite): Site | undefined => {
  const { named, origin, host } = asked;
  for (const said of [asked, { named, host }, { origin, host }, { host }]) {
    const resolved = resolveSite(sites, said);
    if (resolved.ok) return resolved.site;
  }
  return undefined;
};
