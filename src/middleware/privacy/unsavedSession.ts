import type { BrowserId, SessionId, VisitorId } from '../../domain/ids.ts';
import type { Site } from '../../domain/site.ts';
import type { AttachedSession } from '../AttachedSession.ts';

/** The session of a request that is not tracked: a handler finds one as it always does, and nothing of it is kept anywhere. */
export const unsavedSession = (
  { id: site }: Pick<Site, 'id'>,
  { nowMs, randomId }: { readonly nowMs: number; readonly randomId: () => string },
): AttachedSession => {
  const browser = randomId();
  return {
    id: randomId() as SessionId,
    site,
    browser: browser as BrowserId,
    visitor: browser as VisitorId,
    type: 'ANONYMOUS',
    startedAt: nowMs,
    lastSeenAt: nowMs,
    pageViews: 0,
    events: 0,
    converted: false,
    isNew: true,
    unsaved: true,
  };
};
