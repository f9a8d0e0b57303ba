import { truncateAddress } from '../../domain/metadata/address.ts';
import type { Site } from '../../domain/site.ts';
import { RateLimitsUnavailable } from '../../ports/RateLimits.ts';
import type { Refusal } from '../HttpAnswer.ts';
import type { SessionDependencies } from '../SessionDependencies.ts';
import type { RequestLimit } from './RequestLimit.ts';

/** The networks of a machine's own addresses, as `truncateAddress` writes them. */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.0', '::']);

/** Nobody's network is a reverse proxy's on this very machine: it would be that of all who come through it. */
const rangeOf = (address: string | undefined): string | undefined => {
  const range = truncateAddress(address);
  return range !== undefined && LOOPBACK.has(range) ? undefined : range;
};

/**
 * Takes a request of its limit. It is asked beside the session and not before it, so that it costs no trip of its own; so the visit of
 * a request that turns out to be refused is in the session's live copy, and nowhere else: no event, no cookie.
 * Where nobody can say how many there were, the request goes on: it is counted.
 * @param address the client's, whole; only its network is asked about
 * @returns why it is refused, or nothing
 */
export const admitRequest = async (
  { limits, count }: Pick<SessionDependencies, 'limits' | 'count'>,
  limit: RequestLimit | undefined,
  { site, address, nowMs }: { site: Site; address: string | undefined; nowMs: number },
): Promise<Refusal | undefined> => {
  if (limits === undefined || limit === undefined) return undefined;
  try {
    const taken = await limits.take({
      purpose: limit.purpose,
      site: site.id,
      range: rangeOf(address),
      limits: limit.limits,
      nowMs,
      cost: 1,
    });
    if (taken.allowed) return undefined;
    count(`limited_by_${taken.by}`);
    const retryAfterS = Math.ceil(taken.retryAfterMs / 1_000);
    return { status: 429, ...limit.told, headers: { 'retry-after': String(retryAfterS) } };
  } catch (error) {
    if (!(error instanceof RateLimitsUnavailable)) throw error;
    count('limits_unavailable');
    return undefined;
  }
};
