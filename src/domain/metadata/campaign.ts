import { redact } from './redact.ts';
import { cleanText } from './text.ts';

export interface UtmParameters {
  readonly source?: string;
  readonly medium?: string;
  readonly campaign?: string;
  readonly term?: string;
  readonly content?: string;
}

/** Click ids of advertisers, by parameter name (`gclid`, `fbclid`, …). */
export type ClickIds = { readonly [parameter: string]: string };

/** A UTM parameter's largest length, in UTF-16 code units. */
export const MAX_UTM_LENGTH = 200;
/** A click id's largest length; the longest in use (`fbclid`) stay under 300. */
export const MAX_CLICK_ID_LENGTH = 500;

const UTM_KEYS = ['source', 'medium', 'campaign', 'term', 'content'] as const satisfies ReadonlyArray<
  keyof UtmParameters
>;
const utmParameter = <Key extends keyof UtmParameters>(key: Key) => `utm_${key}` as const;
/** Names of the UTM parameters in a URL. */
export const UTM_PARAMETERS = UTM_KEYS.map((key) => utmParameter(key));
const utmParameters: ReadonlySet<string> = new Set(UTM_PARAMETERS);
/** Whether a query parameter of this name is a UTM parameter. */
export const isUtmParameter = (name: string): boolean => utmParameters.has(name);

/** A network that marks its clicks, and what a click of it means where the link carries no UTM parameters. */
export interface ClickIdNetwork {
  /** As the network writes it: case counts. */
  readonly parameter: string;
  readonly source: string;
  readonly medium: string;
  /** The network marks unpaid clicks as well, so that its mark proves no advertisement and a referrer says more. */
  readonly alsoUnpaid?: true;
}

/** Who marks clicks, in order of precedence. Adding a network means one entry here. */
export const CLICK_ID_NETWORKS: readonly ClickIdNetwork[] = [
  { parameter: 'gclid', source: 'google', medium: 'cpc' },
  { parameter: 'gbraid', source: 'google', medium: 'cpc' },
  { parameter: 'wbraid', source: 'google', medium: 'cpc' },
  { parameter: 'msclkid', source: 'bing', medium: 'cpc' },
  { parameter: 'yclid', source: 'yandex', medium: 'cpc' },
  { parameter: 'ttclid', source: 'tiktok', medium: 'paid_social' },
  { parameter: 'twclid', source: 'twitter', medium: 'paid_social' },
  { parameter: 'li_fat_id', source: 'linkedin', medium: 'paid_social' },
  { parameter: 'epik', source: 'pinterest', medium: 'paid_social' },
  { parameter: 'ScCid', source: 'snapchat', medium: 'paid_social' },
  { parameter: 'rdt_cid', source: 'reddit', medium: 'paid_social' },
  { parameter: 'qclid', source: 'quora', medium: 'paid_social' },
  { parameter: 'dclid', source: 'google', medium: 'display' },
  { parameter: 'tblci', source: 'taboola', medium: 'display' },
  { parameter: 'dicbo', source: 'outbrain', medium: 'display' },
  { parameter: 'irclickid', source: 'impact', medium: 'affiliate' },
  { parameter: 'awc', source: 'awin', medium: 'affiliate' },
  { parameter: 'cjevent', source: 'cj', medium: 'affiliate' },
  { parameter: 'ranSiteID', source: 'rakuten advertising', medium: 'affiliate' },
  { parameter: 'sscid', source: 'shareasale', medium: 'affiliate' },
  // Facebook and Instagram add it to every outbound link, a friend's post as well as an advertisement.
  { parameter: 'fbclid', source: 'facebook', medium: 'social', alsoUnpaid: true },
];

/** Names of the click ids in a URL, as the advertisers write them. */
export const CLICK_ID_PARAMETERS: readonly string[] = CLICK_ID_NETWORKS.map(({ parameter }) => parameter);
const clickIdParameters: ReadonlySet<string> = new Set(CLICK_ID_PARAMETERS);
/** Whether a query parameter of this name is a click id. */
export const isClickId = (name: string): boolean => clickIdParameters.has(name);

/**
 * The values of a query's kept parameters, fit to be stored, the first of each name: trimmed, well-formed, bounded, and
 * redacted where one is an e-mail address or a token. An empty one is absent.
 * @param args.maxLength of each value, in UTF-16 code units
 */
export const keptValues = (args: {
  readonly parameters: URLSearchParams;
  readonly keeps: (name: string) => boolean;
  readonly maxLength: number;
}): ReadonlyMap<string, string> => {
  const values = new Map<string, string>();
  for (const [name, raw] of args.parameters) {
    if (values.has(name) || !args.keeps(name)) continue;
    const value = cleanText(redact(cleanText(raw, raw.length).trim()), args.maxLength).trim();
    if (value !== '') values.set(name, value);
  }
  return values;
};

/** The five UTM parameters of a URL. */
export const utmFrom = (parameters: URLSearchParams): UtmParameters => {
  const values = keptValues({ parameters, keeps: isUtmParameter, maxLength: MAX_UTM_LENGTH });
  const utm: { -readonly [Key in keyof UtmParameters]: UtmParameters[Key] } = {};
  for (const key of UTM_KEYS) {
    const value = values.get(utmParameter(key));
    if (value !== undefined) utm[key] = value;
  }
  return utm;
};

/** The click ids of a URL. */
export const clickIdsFrom = (parameters: URLSearchParams): ClickIds =>
  Object.fromEntries(keptValues({ parameters, keeps: isClickId, maxLength: MAX_CLICK_ID_LENGTH }));
