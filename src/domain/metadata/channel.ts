import { CLICK_ID_NETWORKS, type ClickIdNetwork, type ClickIds, type UtmParameters } from './campaign.ts';
import { type KnownSite, knownSiteOf, type SiteCategory } from './knownSites.ts';

/** What the rules look at, in lower case: "channel definitions are not case sensitive". */
interface Origin {
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
  /** What kind of site the source is, where it is a known one. */
  readonly category?: SiteCategory;
}

const DIRECT = '(direct)';
const NO_MEDIUM = '(none)';
/** Where a link says something of its campaign, but not this. */
const NOT_SET = '(not set)';
/** Medium of a visit from an AI assistant, as GA4 sets it since 2026-05. */
const AI_MEDIUM = 'ai-assistant';

/** GA4: `^(.*cp.*|ppc|retargeting|paid.*)$`. */
const PAID_MEDIUM = /cp|^ppc$|^retargeting$|^paid/;
/** GA4: `^(.*(([^a-df-z]|^)shop|shopping).*)$`. */
const SHOPPING_CAMPAIGN = /(?:[^a-df-z]|^)shop|shopping/;
const EMAIL = /^e[-_ ]?mail$/;

const oneOf = (...values: readonly string[]): ReadonlySet<string> => new Set(values);
const NO_MEDIA = oneOf(NO_MEDIUM, NOT_SET);
const DISPLAY_MEDIA = oneOf('display', 'banner', 'expandable', 'interstitial', 'cpm');
const SOCIAL_MEDIA = oneOf(
  'social',
  'social-network',
  'social-media',
  'sm',
  'social network',
  'social media',
);
const REFERRAL_MEDIA = oneOf('referral', 'app', 'link');

const isPaid = ({ medium }: Origin): boolean => PAID_MEDIUM.test(medium);
const isShopping = ({ category, campaign }: Origin): boolean =>
  category === 'shopping' || SHOPPING_CAMPAIGN.test(campaign);

const rule = <const Name extends string>(channel: Name, matches: (origin: Origin) => boolean) => ({
  channel,
  matches,
});

/**
 * The channels in their order of evaluation: the first whose rule holds is the visit's. The rules for manual traffic of
 * "[GA4] Default channel group" (Google Analytics Help, answer 9756891); AI assistants stand higher than there (before the
 * unpaid channels rather than after them), and are known by their source too, since they tag links with `utm_source` alone.
 * Adding a channel means one entry here.
 */
const RULES = [
  rule('Direct', ({ source, medium }) => source === DIRECT && NO_MEDIA.has(medium)),
  rule('Cross-network', ({ campaign }) => campaign.includes('cross-network')),
  rule('Paid Shopping', (origin) => isShopping(origin) && isPaid(origin)),
  rule('Paid Search', (origin) => origin.category === 'search' && isPaid(origin)),
  rule('Paid Social', (origin) => origin.category === 'social' && isPaid(origin)),
  rule('Paid Video', (origin) => origin.category === 'video' && isPaid(origin)),
  rule('Display', ({ medium }) => DISPLAY_MEDIA.has(medium)),
  rule('Paid Other', isPaid),
  rule('AI Assistants', ({ category, medium }) => category === 'ai' || medium === AI_MEDIUM),
  rule('Organic Shopping', isShopping),
  rule('Organic Social', ({ category, medium }) => category === 'social' || SOCIAL_MEDIA.has(medium)),
  rule('Organic Video', ({ category, medium }) => category === 'video' || medium.includes('video')),
  rule('Organic Search', ({ category, medium }) => category === 'search' || medium === 'organic'),
  rule('Referral', ({ medium }) => REFERRAL_MEDIA.has(medium)),
  rule('Email', ({ source, medium }) => EMAIL.test(source) || EMAIL.test(medium)),
  rule('Affiliates', ({ medium }) => medium === 'affiliate'),
  rule('Audio', ({ medium }) => medium === 'audio'),
  rule('SMS', ({ source, medium }) => source === 'sms' || medium === 'sms'),
  rule(
    'Mobile Push Notifications',
    ({ source, medium }) =>
      medium.endsWith('push') || /mobile|notification/.test(medium) || source === 'firebase',
  ),
  rule('Unassigned', () => true),
];

/** How a visit came about. `Unassigned` where its campaign parameters match no rule. */
export type Channel = (typeof RULES)[number]['channel'];
/** Every channel, in the order of evaluation. */
export const CHANNELS: readonly Channel[] = RULES.map(({ channel }) => channel);

const REFERRAL_MEDIUM: { readonly [Category in SiteCategory]?: string } = {
  search: 'organic',
  ai: AI_MEDIUM,
  webmail: 'email',
};

interface SourceAndMedium {
  readonly source: string;
  readonly medium: string;
}

const referral = (host: string): SourceAndMedium => {
  const site: KnownSite | undefined = knownSiteOf(host);
  return { source: site?.name ?? host, medium: (site && REFERRAL_MEDIUM[site.category]) ?? 'referral' };
};

/**
 * UTM parameters say most; what they leave open, a paid click's network fills in. Then the referrer, then a click id that
 * need not be paid. Who tags a link without source and medium, and comes from nowhere, is not direct but unknown.
 */
const sourceAndMedium = (args: {
  readonly utm: UtmParameters;
  readonly clickIds: ClickIds;
  readonly referrerHost: string | undefined;
}): SourceAndMedium => {
  const { utm, clickIds, referrerHost } = args;
  const click = (alsoUnpaid: boolean): ClickIdNetwork | undefined =>
    CLICK_ID_NETWORKS.find(
      (network) => (network.alsoUnpaid ?? false) === alsoUnpaid && clickIds[network.parameter] !== undefined,
    );
  const paidClick = click(false);
  if (utm.source !== undefined || utm.medium !== undefined || paidClick !== undefined) {
    return {
      source: utm.source ?? paidClick?.source ?? NOT_SET,
      medium: utm.medium ?? paidClick?.medium ?? NOT_SET,
    };
  }
  if (referrerHost !== undefined) return referral(referrerHost);
  const nothing =
    Object.keys(utm).length > 0
      ? { source: NOT_SET, medium: NOT_SET }
      : { source: DIRECT, medium: NO_MEDIUM };
  return click(true) ?? nothing;
};

/**
 * The channel of a visit, and its source and medium in lower case, so that `Google` and `google` are one.
 * @param args.referrerHost host (or Android app) of an external referrer; absent where the visitor came from the shop itself, from a payment or from nowhere
 */
export const channelOf = (args: {
  readonly utm: UtmParameters;
  readonly clickIds: ClickIds;
  readonly referrerHost: string | undefined;
}): { channel: Channel; source: string; medium: string } => {
  const told = sourceAndMedium(args);
  const source = told.source.toLowerCase();
  const medium = told.medium.toLowerCase();
  const category = knownSiteOf(source)?.category;
  const origin: Origin = {
    source,
    medium,
    campaign: args.utm.campaign?.toLowerCase() ?? '',
    ...(category !== undefined && { category }),
  };
  const channel = RULES.find(({ matches }) => matches(origin))?.channel ?? 'Unassigned';
  return { channel, source, medium };
};
