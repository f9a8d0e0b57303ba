import { readCookie, writeCookie } from './cookies.ts';
import { createPageTracking, type PageTracking, type PageTrackingOptions } from './pageTracking.ts';
import { retryDelay } from './retryDelay.ts';
import type { Answer, Post, TrackPost } from './wire.ts';

const COOKIE = 'footfall_consent';
const COOKIE_MAX_AGE_S = 365 * 24 * 60 * 60;
const LOST: Answer = { status: 0, retryAfterMs: 0 };

/** Whether the visitor has agreed, by whoever set the cookie. Of several, from other domains or paths, one that says no is believed. */
export const hasConsent = (): boolean => !!readCookie(COOKIE, '1') && !readCookie(COOKIE, '0');

/** With the visitor's word, for an endpoint on another host than the page, where the cookie does not come. */
const agreed = (body: TrackPost): TrackPost => (hasConsent() ? { ...body, consent: true } : body);

/** A page's tracking as the visitor's consent lets it be. */
export interface ConsentedTracking extends Omit<PageTracking, 'stop'> {
  /** Gives or withdraws consent. Says whether there is any. */
  consent(given?: boolean): boolean;
}

/**
 * Tracks the page while it may. Where consent is needed and not there, nothing is sent and nothing kept, neither a cookie nor in
 * storage; what happens until then is not told later. Whether it is needed the page says, or the endpoint's answer. Each step looks
 * for the cookie anew: another tab may have withdrawn it.
 */
export const createConsentedTracking = ({
  privacy,
  auto,
  ...options
}: Omit<PageTrackingOptions, 'mayTrack' | 'cookieless'> & {
  readonly post: Post;
  readonly privacy: string | undefined;
  /** Whether the page one is on is a view by itself. */
  readonly auto: boolean;
}): ConsentedTracking => {
  const { post, beacon, site, pathNow } = options;
  let needed = privacy === 'consent';
  let tracking: PageTracking | undefined;
  /** The last post sent. */
  let underWay: Promise<Answer> | undefined;

  const stop = () => {
    tracking?.stop();
    tracking = undefined;
  };
  const mayTrack = (): boolean => {
    if (!needed || hasConsent()) return true;
    stop();
    return false;
  };
  const current = (): PageTracking | undefined => {
    if (mayTrack() && !tracking) {
      tracking = createPageTracking({
        ...options,
        mayTrack,
        cookieless: privacy === 'cookieless',
        post: async (body) => {
          if (!mayTrack()) return LOST;
          underWay = post(agreed(body));
          const answer = await underWay;
          if (!answer.consentNeeded) return answer;
          needed = true;
          mayTrack();
          return LOST; // where it was given meanwhile, the events go again
        },
        beacon: (body) => !mayTrack() || beacon(agreed(body)),
      });
      if (auto) tracking.route();
    }
    return tracking;
  };

  /**
   * Until the endpoint has heard it: its answer takes away the cookies that no script can, and nothing of it is stored. After the post
   * under way, whose answer would set them again; a page that goes away does not wait.
   */
  const tellWithdrawal = () => {
    const events = [{ eventType: 'consent_withdrawn', path: pathNow() }];
    let failures = 0;
    const tell = async () => {
      if (hasConsent()) return;
      const { status, retryAfterMs } = await post({ events, site, consent: false }).catch(() => LOST);
      if (status >= 200 && status < 300) return;
      setTimeout(tell, retryDelay(failures++, retryAfterMs));
    };
    const left = new Promise((resolve) => addEventListener('pagehide', resolve));
    Promise.race([underWay, left]).then(tell, tell);
  };

  current();
  return {
    route: () => current()?.route(),
    track: (...call) => current()?.track(...call),
    consent: (given) => {
      if (given) {
        writeCookie(COOKIE, '1', COOKIE_MAX_AGE_S);
        current();
      } else if (given === false) {
        writeCookie(COOKIE, '', 0);
        // One of a domain stays, for no script can tell of which: speak against it.
        if (hasConsent()) writeCookie(COOKIE, '0', COOKIE_MAX_AGE_S);
        needed = true;
        stop();
        tellWithdrawal();
      }
      return hasConsent();
    },
  };
};
