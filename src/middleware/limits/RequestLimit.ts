import type { SiteLimits } from '../../domain/site.ts';
import type { LimitedPurpose } from '../../ports/RateLimits.ts';
import type { Refusal } from '../HttpAnswer.ts';

/** What of requests of one kind is let through, and what the others are told. */
export interface RequestLimit {
  readonly purpose: LimitedPurpose;
  readonly limits: SiteLimits;
  readonly told: Pick<Refusal, 'code' | 'message'>;
}
