import * as v from 'valibot';
import type { SiteId } from '../domain/ids.ts';
import type { Site } from '../domain/site.ts';
import { ConfigurationError } from './ConfigurationError.ts';

const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;
const ORIGIN = /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;

const host = v.pipe(v.string(), v.regex(HOST, 'must be a host name in lower case, such as "shop.example"'));
const origin = v.pipe(
  v.string(),
  v.regex(ORIGIN, 'must be an origin without a path, such as "https://shop.example"'),
);

const isTimezone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const siteSchema = v.strictObject({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits or hyphens'),
  ),
  host,
  hosts: v.optional(v.array(host), []),
  origins: v.pipe(v.array(origin), v.minLength(1, 'must name at least one origin')),
  timezone: v.pipe(v.string(), v.check(isTimezone, 'must be an IANA time zone, such as "Europe/Berlin"')),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code, such as "EUR"')),
  ownDomains: v.optional(v.array(host), []),
  paymentDomains: v.optional(v.array(host), []),
  keptParameters: v.optional(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(64))), []),
  retentionDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650)), 395),
  privacy: v.optional(
    v.literal('cookies', 'must be "cookies": "consent" and "cookieless" are not built yet'),
    'cookies',
  ),
  gpc: v.optional(v.picklist(['honour', 'ignore'], 'must be "honour" or "ignore"'), 'ignore'),
  cookieDomain: v.optional(host),
});

const sitesSchema = v.pipe(
  v.array(siteSchema),
  v.minLength(1, 'must hold at least one site'),
  v.maxLength(1_000),
  v.check((sites) => new Set(sites.map((site) => site.id)).size === sites.length, 'has a site id twice'),
  v.check((sites) => {
    const origins = sites.flatMap((site) => site.origins);
    return new Set(origins).size === origins.length;
  }, 'has an origin twice: an origin belongs to one site'),
);

/**
 * The sites of a deployment, from `footfall.config.json` or `SITES`.
 * @throws {@link ConfigurationError} that names the first wrong field
 */
export const parseSites = (value: unknown): readonly [Site, ...Site[]] => {
  const parsed = v.safeParse(sitesSchema, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const path = v.getDotPath(issue) ?? '';
    throw new ConfigurationError(`Sites: ${path === '' ? '' : `"${path}" `}${issue.message}.`);
  }
  const sites = parsed.output.map(
    ({ cookieDomain, ...site }): Site => ({
      ...site,
      id: site.id as SiteId,
      ...(cookieDomain === undefined ? {} : { cookieDomain }),
    }),
  );
  return sites as [Site, ...Site[]];
};

/**
 * {@link parseSites} of JSON text.
 * @throws {@link ConfigurationError} where it is no JSON
 */
export const parseSitesJson = (json: string): readonly [Site, ...Site[]] => {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new ConfigurationError('Sites: the text is not JSON.', { cause });
  }
  return parseSites(value);
};
