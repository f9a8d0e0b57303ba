import type { LoginAttempts } from '../../ports/LoginAttempts.ts';

/** Failed logins in this process, for tests. */
export const memoryLoginAttempts = (): LoginAttempts => {
  const entries = new Map<string, { readonly failures: number; readonly endsAtMs: number }>();

  const failuresOf = (key: string, nowMs: number): number => {
    const entry = entries.get(key);
    return entry === undefined || entry.endsAtMs <= nowMs ? 0 : entry.failures;
  };

  return {
    failures: async (key, nowMs) => failuresOf(key, nowMs),
    fail: async (key, nowMs, windowMs) => {
      const failures = failuresOf(key, nowMs);
      const endsAtMs = failures === 0 ? undefined : entries.get(key)?.endsAtMs;
      entries.set(key, { failures: failures + 1, endsAtMs: endsAtMs ?? nowMs + windowMs });
    },
    clear: async (key) => {
      entries.delete(key);
    },
  };
};
