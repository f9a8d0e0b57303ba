import { CROSS_SITE_HITS, HITS } from '../../src/domain/metrics/crossSite.ts';
import { resolveSite } from '../../src/middleware/resolveSite.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import type { ReadEvents } from '../../src/middleware/sessionMiddleware.ts';

/**
 * Counts each request whose events are read and which says from where it comes, by `Sec-Fetch-Site`: the browser's own word (Fetch
 * Metadata). One that does not say is no browser's, or one's of before 2023, and no part of a share.
 */
export const countedHits =
  ({ sites, quality }: Pick<SessionDependencies, 'sites' | 'quality'>, readEvents: ReadEvents): ReadEvents =>
  (request, receivedAt) => {
    const said = readEvents(request, receivedAt);
    const from = request.header('sec-fetch-site');
    if (!said.ok || quality === undefined || from === undefined) return said;
    const origin = request.header('origin');
    const resolved = resolveSite(sites, { named: said.site, origin, host: request.host });
    if (resolved.ok) {
      quality.count(resolved.site.id, HITS, receivedAt);
      if (from === 'cross-site') quality.count(resolved.site.id, CROSS_SITE_HITS, receivedAt);
    }
    return said;
  };
