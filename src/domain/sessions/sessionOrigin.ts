import type { StoredEvent } from '../events/event.ts';
import type { ClickIds, UtmParameters } from '../metadata/campaign.ts';
import { channelOf } from '../metadata/channel.ts';
import { landingOf } from '../metadata/landingPage.ts';
import { classifyReferrer } from '../metadata/referrer.ts';
import type { Site } from '../site.ts';
import type { SessionContext, SessionRecord } from './session.ts';

export type SessionOrigin = Pick<
  SessionRecord,
  'landingPage' | 'referrer' | 'referrerHost' | 'channel' | 'trafficSource' | 'utm' | 'clickIds'
>;

const isEmpty = (values: object): boolean => Object.keys(values).length === 0;

/**
 * Where a visit came from and where it began: by its first page view where there is one, else by what the request that
 * began the session told. A referrer from the shop itself, or from a payment or login provider, counts as none.
 */
export const sessionOrigin = ({
  firstPageView,
  context,
  site,
}: {
  readonly firstPageView: StoredEvent | undefined;
  readonly context: SessionContext | undefined;
  readonly site: Site;
}): SessionOrigin => {
  const landing =
    firstPageView && landingOf({ ...pageOf(firstPageView), keptParameters: site.keptParameters });
  const landingPage = landing?.landingPage ?? context?.landingPage;
  const { utm, clickIds } = campaignOf(landing, context);

  const referrer = [firstPageView?.referrer, context?.referrer]
    .map((url) => classifyReferrer({ referrer: url, site }))
    .find((classified) => classified.kind === 'external');
  const { channel, source } = channelOf({ utm, clickIds, referrerHost: referrer?.host });
  return {
    ...(landingPage === undefined ? {} : { landingPage }),
    ...(referrer === undefined ? {} : { referrer: referrer.url, referrerHost: referrer.host }),
    channel,
    ...(source === undefined ? {} : { trafficSource: source }),
    utm,
    clickIds,
  };
};

interface Campaign {
  readonly utm: UtmParameters;
  readonly clickIds: ClickIds;
}

const pageOf = ({ url, path }: StoredEvent): { url?: string; path?: string } => ({
  ...(url === undefined ? {} : { url }),
  ...(path === undefined ? {} : { path }),
});

/** A page view whose URL names no campaign may be one after a redirect that dropped it: the session's first request may know. */
const campaignOf = (landing: Campaign | undefined, context: Campaign | undefined): Campaign => {
  const named = [landing, context].find((one) => one && !(isEmpty(one.utm) && isEmpty(one.clickIds)));
  return named ?? { utm: {}, clickIds: {} };
};
