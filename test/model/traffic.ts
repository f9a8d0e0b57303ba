import type { RawEvent } from './rawEvent.ts';

interface Traffic {
  readonly channel: string;
  readonly source: string;
  readonly campaign: string | undefined;
}

/**
 * Where the visits of generated shops come from, case by case: links that they carry and what GA4's "default channel group"
 * calls them. A link that is not listed is an error of the test, not a visit of an unknown channel.
 */
const CASES: readonly {
  readonly medium?: string;
  readonly source?: string;
  readonly click?: string;
  readonly host?: string;
  readonly is: readonly [channel: string, source: string];
}[] = [
  { medium: 'email', source: 'newsletter', is: ['Email', 'newsletter'] },
  { medium: 'cpc', source: 'google', is: ['Paid Search', 'google'] },
  { medium: 'social', source: 'instagram', is: ['Organic Social', 'instagram'] },
  { medium: 'affiliate', source: 'partner', is: ['Affiliates', 'partner'] },
  { medium: 'cpm', source: 'adnet', is: ['Display', 'adnet'] },
  { click: 'gclid', is: ['Paid Search', 'google'] },
  { host: 'www.google.com', is: ['Organic Search', 'google'] },
  { host: 'blog.example.org', is: ['Referral', 'blog.example.org'] },
  { is: ['Direct', '(direct)'] },
];

const namesCampaign = (campaign: { utm: object; clickIds: object }): boolean =>
  Object.keys(campaign.utm).length + Object.keys(campaign.clickIds).length > 0;

const campaignOfUrl = (url: string) => {
  const { searchParams } = new URL(url);
  const utm: { source?: string; medium?: string; campaign?: string } = {};
  for (const name of ['source', 'medium', 'campaign'] as const) {
    const value = searchParams.get(`utm_${name}`);
    if (value) utm[name] = value;
  }
  const gclid = searchParams.get('gclid');
  return { utm, clickIds: gclid ? { gclid } : {} };
};

/** Where a visit came from: by its first page view, and by what the request that began it told. */
export const trafficOf = ({
  landing,
  context,
}: {
  readonly landing: RawEvent | undefined;
  readonly context: RawEvent['context'];
}): Traffic => {
  const ofLanding = landing?.url === undefined ? undefined : campaignOfUrl(landing.url);
  const { utm, clickIds } = [ofLanding, context].find((one) => one && namesCampaign(one)) ?? {
    utm: {},
    clickIds: {},
  };
  const host = [landing?.referrer, context?.referrer]
    .flatMap((url) => (url === undefined ? [] : [new URL(url).hostname]))
    .find((name) => name !== 'shop.example');
  const tagged = namesCampaign({ utm, clickIds });
  const found = CASES.find(({ medium, source, click, host: from }) => {
    if (medium !== undefined) return utm.medium === medium && utm.source === source;
    if (click !== undefined) return utm.medium === undefined && (clickIds as { [k: string]: string })[click];
    if (from !== undefined) return !tagged && host === from;
    return !tagged && host === undefined;
  });
  if (found === undefined) throw new Error(`the model knows no such visit: ${JSON.stringify({ utm, host })}`);
  return { channel: found.is[0], source: found.is[1], campaign: utm.campaign };
};
