import type { Ask } from './createAsk.ts';
import { isUnanswered } from './ShopFault.ts';

/** How long to wait before asking again for what got no answer. */
const AGAIN_AFTER_MS = [1_000, 3_000];

/**
 * Has something done once, however often it is asked for: a try that got no answer is repeated with the same key, also after
 * the page was loaded anew.
 * @param attempt names what is to be done, so that what differs gets another key
 * @throws ShopFault
 */
export type Once = <T>(attempt: string, path: string, body: unknown) => Promise<T>;

export const createOnce = ({
  ask,
  storage,
  randomId,
  wait,
}: {
  readonly ask: Ask;
  /** The tab's. */
  readonly storage: Storage;
  readonly randomId: () => string;
  readonly wait: (ms: number) => Promise<void>;
}): Once => {
  const place = (attempt: string) => `footfall-shop-attempt:${attempt}`;
  const keyOf = (attempt: string): string => {
    const key = storage.getItem(place(attempt)) ?? randomId();
    storage.setItem(place(attempt), key);
    return key;
  };

  return async <T>(attempt: string, path: string, body: unknown): Promise<T> => {
    const idempotencyKey = keyOf(attempt);
    for (let tries = 0; ; tries++) {
      try {
        const answer = await ask<T>(path, { method: 'POST', body, idempotencyKey });
        storage.removeItem(place(attempt));
        return answer;
      } catch (error) {
        if (!isUnanswered(error)) {
          storage.removeItem(place(attempt));
          throw error;
        }
        const againAfterMs = AGAIN_AFTER_MS[tries];
        if (againAfterMs === undefined) throw error;
        await wait(againAfterMs);
      }
    }
  };
};
