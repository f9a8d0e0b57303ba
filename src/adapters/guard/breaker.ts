/** Consecutive faults after which nothing is asked any more (design, section 2). */
const OPEN_AFTER_FAULTS = 2;
/** How often one call is let through to see whether the store is back. */
const PROBE_EVERY_MS = 1_000;

/** A circuit breaker of one store in one process. */
export interface Breaker {
  /** Whether a call may be made now; while open, one call a second is let through as a probe. */
  admits(nowMs: number): boolean;
  succeeded(): void;
  failed(nowMs: number): void;
  readonly open: boolean;
}

/** Ours and not a library's: the state is two numbers, and the hot path asks it on every request. */
export const createBreaker = (): Breaker => {
  let faults = 0;
  let probeAt = 0;
  return {
    admits: (nowMs) => {
      if (faults < OPEN_AFTER_FAULTS) return true;
      if (nowMs < probeAt) return false;
      probeAt = nowMs + PROBE_EVERY_MS;
      return true;
    },
    succeeded: () => {
      faults = 0;
    },
    failed: (nowMs) => {
      faults += 1;
      if (faults >= OPEN_AFTER_FAULTS) probeAt = nowMs + PROBE_EVERY_MS;
    },
    get open() {
      return faults >= OPEN_AFTER_FAULTS;
    },
  };
};
