import { CROSS_SITE } from '../../src/domain/metrics/crossSite.ts';
import { mayTrack } from '../../src/middleware/privacy/mayTrack.ts';
import { resolveSite } from '../../src/middleware/resolveSite.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import type { ReadEvents } from '../../src/middleware/sessionMiddleware.ts';

/**
 * Counts the events of each request that comes from another site than the endpoint's, by `Sec-Fetch-Site`: the browser's own word
 * (Fetch Metadata). Of all others nothing is counted: a container that counts something tells it each minute. Nor of who is not tracked.
 */
export const countedCrossSite =
  ({ sites, quality }: Pick<SessionDependencies, 'sites' | 'quality'>, readEvents: ReadEvents): ReadEvents =>
  (request, receivedAt) => {
    const said = readEvents(request, receivedAt);
    if (!said.ok || quality === undefined || request.header('sec-fetch-site') !== 'cross-site') return said;
    const origin = request.header('origin');
    const resolved = resolveSite(sites, { named: said.site, origin, host: request.host });
    if (resolved.ok && mayTrack(request, resolved.site, said.consent) === 'yes') {
      for (const _ of said.events) quality.count(resolved.site.id, CROSS_SITE, receivedAt);
    }
    return said;
  };
