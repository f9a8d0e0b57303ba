import ipaddr from 'ipaddr.js';
import * as v from 'valibot';
import type { SiteId } from '../domain/ids.ts';
import type { Site } from '../domain/site.ts';
import { ConfigurationError } from './ConfigurationError.ts';

const MAX_SITES = 1_000;
const MAX_RETENTION_DAYS = 3_650;
/** The verdict on each new session looks through them. */
const MAX_BOT_NETWORKS = 1_000;
const MAX_PER_MINUTE = 100_000_000;
/** A large office behind one router: 200 people who turn a page every ten seconds. */
export const DEFAULT_ADDRESS_PER_MINUTE = 1_200;
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;
const ORIGIN = /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;

const text = v.string('must be a text');
const listOf = <Item extends v.GenericSchema>(item: Item) => v.array(item, 'must be a list');

const host = v.pipe(text, v.regex(HOST, 'must be a host name in lower case, such as "shop.example"'));
const origin = v.pipe(
  text,
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

const network = v.pipe(
  text,
  v.check((range) => ipaddr.isValidCIDR(range), 'must be an address range, such as "198.51.100.0/24"'),
);
const requestsPerMinute = v.custom<number>(
  (count) => Number.isInteger(count) && (count as number) >= 1 && (count as number) <= MAX_PER_MINUTE,
  `must be a whole number of 1 to ${MAX_PER_MINUTE} requests`,
);

const siteSchema = v.strictObject(
  {
    id: v.pipe(
      text,
      v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits or hyphens'),
    ),
    host,
    hosts: v.optional(listOf(host), []),
    origins: v.pipe(listOf(origin), v.minLength(1, 'must name at least one origin')),
    timezone: v.pipe(text, v.check(isTimezone, 'must be an IANA time zone, such as "Europe/Berlin"')),
    currency: v.pipe(text, v.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code, such as "EUR"')),
    ownDomains: v.optional(listOf(host), []),
    paymentDomains: v.optional(listOf(host), []),
    keptParameters: v.optional(
      listOf(v.pipe(text, v.regex(/^.{1,64}$/s, 'must have 1 to 64 characters'))),
      [],
    ),
    retentionDays: v.optional(
      v.custom<number>(
        (days) => Number.isInteger(days) && (days as number) >= 1 && (days as number) <= MAX_RETENTION_DAYS,
        `must be a whole number of 1 to ${MAX_RETENTION_DAYS} days`,
      ),
      395,
    ),
    privacy: v.optional(
      v.picklist(['cookies', 'consent', 'cookieless'], 'must be "cookies", "consent" or "cookieless"'),
      'cookies',
    ),
    gpc: v.optional(v.picklist(['honour', 'ignore'], 'must be "honour" or "ignore"'), 'ignore'),
    botNetworks: v.optional(
      v.pipe(listOf(network), v.maxLength(MAX_BOT_NETWORKS, `must be at most ${MAX_BOT_NETWORKS}`)),
      [],
    ),
    limits: v.optional(
      v.strictObject(
        {
          addressPerMinute: v.optional(requestsPerMinute, DEFAULT_ADDRESS_PER_MINUTE),
          sitePerMinute: v.optional(requestsPerMinute),
        },
        'must be an object',
      ),
      {},
    ),
    cookieDomain: v.optional(host),
  },
  'must be an object',
);

const sitesSchema = v.pipe(
  v.array(siteSchema, 'must be a list of sites'),
  v.minLength(1, 'must hold at least one site'),
  v.maxLength(MAX_SITES, `must hold at most ${MAX_SITES} sites`),
  v.check((sites) => new Set(sites.map((site) => site.id)).size === sites.length, 'has a site id twice'),
  v.check((sites) => {
    const origins = sites.flatMap((site) => site.origins);
    return new Set(origins).size === origins.length;
  }, 'has an origin twice: an origin belongs to one site'),
);

const messageOf = (issue: v.BaseIssue<unknown>): string => {
  if (issue.received === 'undefined') return 'is missing';
  return issue.type === 'strict_object' && issue.expected === 'never' ? 'is not known' : issue.message;
};

/**
 * The sites of a deployment, from `footfall.config.json` or `SITES`.
 * @throws {@link ConfigurationError} that names the first wrong field
 */
export const parseSites = (value: unknown): readonly [Site, ...Site[]] => {
  const parsed = v.safeParse(sitesSchema, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const path = v.getDotPath(issue) ?? '';
    throw new ConfigurationError(`Sites: ${path === '' ? '' : `"${path}" `}${messageOf(issue)}.`);
  }
  const sites = parsed.output.map(
    ({ cookieDomain, limits: { sitePerMinute, ...limits }, ...site }): Site => ({
      ...site,
      id: site.id as SiteId,
      limits: { ...limits, ...(sitePerMinute === undefined ? {} : { sitePerMinute }) },
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
