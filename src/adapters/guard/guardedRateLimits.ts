import { type RateLimits, RateLimitsUnavailable } from '../../ports/RateLimits.ts';
import { createGuard } from './createGuard.ts';
import { HOT_SESSIONS_BUDGET_MS } from './guardedHotSessions.ts';

/**
 * Rate limits that answer within their budget or throw `RateLimitsUnavailable`, and are left alone while down. They share the hot
 * sessions' connection, whose own guard opens it anew and says so in the log: here neither is done twice.
 */
export const guardedRateLimits = ({
  limits,
  now,
  budgetMs = HOT_SESSIONS_BUDGET_MS,
}: {
  readonly limits: RateLimits;
  readonly now: () => number;
  readonly budgetMs?: number;
}): RateLimits => {
  const guard = createGuard({
    budgetMs,
    now,
    unavailable: (message, cause) => new RateLimitsUnavailable(message, { cause }),
  });
  return { take: (take) => guard.run(() => limits.take(take)) };
};
