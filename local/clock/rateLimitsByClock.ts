import type { RateLimits } from '../../src/ports/RateLimits.ts';
import type { MovableClock } from './movableClock.ts';

/** Nobody but who controls this server moves its clock: months that are simulated in minutes are no flood. */
export const rateLimitsByClock = (real: RateLimits, clock: MovableClock): RateLimits => ({
  take: async (take) => (clock.isMoved() ? { allowed: true } : real.take(take)),
});
