import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoginAttempts } from '../../src/ports/LoginAttempts.ts';

const START = 1_795_348_800_000;
const WINDOW = 15 * 60_000;

/** What every count of failed logins does (`src/ports/LoginAttempts.ts`). */
export const loginAttemptsContract = (
  name: string,
  open: () => Promise<{ readonly attempts: LoginAttempts; close(): Promise<void> }>,
): void => {
  describe(`login attempts in ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let attempts: LoginAttempts;
    let keys = 0;
    const newKey = () => `address:192.0.2.${keys++}`;
    beforeAll(async () => {
      opened = await open();
      attempts = opened.attempts;
    });
    afterAll(() => opened.close());

    it('know of no failure at first', async () => {
      expect(await attempts.failures(newKey(), START)).toBe(0);
    });

    it('count the failures of each key apart', async () => {
      const [one, other] = [newKey(), newKey()];
      await attempts.fail(one, START, WINDOW);
      await attempts.fail(one, START + 1, WINDOW);
      await attempts.fail(other, START, WINDOW);
      expect(await attempts.failures(one, START + 2)).toBe(2);
      expect(await attempts.failures(other, START + 2)).toBe(1);
    });

    it('forget all of a key together, a window after the first', async () => {
      const key = newKey();
      await attempts.fail(key, START, WINDOW);
      await attempts.fail(key, START + WINDOW - 1, WINDOW);
      expect(await attempts.failures(key, START + WINDOW - 1)).toBe(2);
      expect(await attempts.failures(key, START + WINDOW)).toBe(0);
    });

    it('begin anew with the first failure after that', async () => {
      const key = newKey();
      await attempts.fail(key, START, WINDOW);
      await attempts.fail(key, START, WINDOW);
      await attempts.fail(key, START + WINDOW, WINDOW);
      expect(await attempts.failures(key, START + 2 * WINDOW - 1)).toBe(1);
      expect(await attempts.failures(key, START + 2 * WINDOW)).toBe(0);
    });

    it('forget a key that is cleared, and clear one that nobody knows', async () => {
      const key = newKey();
      await attempts.clear(key);
      await attempts.fail(key, START, WINDOW);
      await attempts.clear(key);
      expect(await attempts.failures(key, START)).toBe(0);
    });

    it('count each of twenty failures at once', async () => {
      const key = newKey();
      await Promise.all(Array.from({ length: 20 }, () => attempts.fail(key, START, WINDOW)));
      expect(await attempts.failures(key, START)).toBe(20);
    });
  });
};
