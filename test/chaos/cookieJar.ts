import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { cookiePair } from '../support/cookiePair.ts';

interface Kept {
  readonly value: string;
  /** Epoch milliseconds. */
  readonly endsAtMs: number;
}

/** A browser's cookies; each ends when its `Max-Age` says. */
export const createCookieJar = (nowMs: () => number, kept = new Map<string, Kept>()) => ({
  /** As a cookie header has them. */
  sent: (): string[] =>
    [...kept].filter(([, { endsAtMs }]) => endsAtMs > nowMs()).map(([name, { value }]) => `${name}=${value}`),
  valueOf: (name: string): string | undefined => {
    const found = kept.get(name);
    return found !== undefined && found.endsAtMs > nowMs() ? found.value : undefined;
  },
  take: ({ cookies = [] }: HttpAnswer): void => {
    for (const cookie of cookies) {
      const [name, value] = cookiePair(cookie);
      const maxAgeS = Number(/Max-Age=(\d+)/i.exec(cookie)?.[1] ?? 0);
      kept.set(name, { value, endsAtMs: nowMs() + maxAgeS * 1_000 });
    }
  },
  /** Somebody else's copy of them. */
  copy: () => createCookieJar(nowMs, new Map(kept)),
});
export type CookieJar = ReturnType<typeof createCookieJar>;
