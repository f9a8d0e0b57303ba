import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../../../src/adapters/guard/createGuard.ts';

const BUDGET_MS = 80;

class Down extends Error {}

type GuardOptions = Partial<Parameters<typeof createGuard>[0]>;

/** A guard whose clock a test moves, and a store that answers as told. */
const setUp = (options: GuardOptions = {}) => {
  const clock = { nowMs: 1_000_000 };
  const opened: unknown[] = [];
  const guard = createGuard({
    budgetMs: BUDGET_MS,
    now: () => clock.nowMs,
    unavailable: (message, cause) => new Down(message, { cause }),
    onOpen: (cause) => opened.push(cause),
    ...options,
  });
  let asked = 0;
  const answering = async () => {
    asked += 1;
    return 'answer';
  };
  const failing = async () => {
    asked += 1;
    throw new Error('refused');
  };
  return {
    guard,
    clock,
    opened,
    asked: () => asked,
    succeed: () => guard.run(answering),
    fail: () => guard.run(failing).catch((error: unknown) => error),
  };
};

/** Never answers. */
const silent = () => new Promise<never>(() => undefined);

describe('a guard', () => {
  it('hands on what the store answers', async () => {
    expect(await setUp().succeed()).toBe('answer');
  });

  it("gives up when the budget is spent, with the port's own error and the cause", async () => {
    const { guard } = setUp();
    const began = performance.now();
    const failure = await guard.run(silent).catch((error: unknown) => error);
    const tookMs = performance.now() - began;
    expect(failure).toBeInstanceOf(Down);
    expect((failure as Error).cause).toMatchObject({
      name: 'BudgetSpent',
      message: 'no answer within 80 ms',
    });
    expect(tookMs).toBeGreaterThanOrEqual(BUDGET_MS - 2);
    expect(tookMs).toBeLessThan(5_000);
  });

  it('opens after two faults in a row, says so once, and asks no more', async () => {
    const { guard, opened, asked, fail } = setUp();
    await fail();
    expect([guard.open, opened.length]).toEqual([false, 0]);
    await fail();
    expect(guard.open).toBe(true);
    expect(opened).toMatchObject([{ message: 'refused' }]);
    expect(await fail()).toBeInstanceOf(Down);
    expect(asked()).toBe(2);
  });

  it('does not open where an answer lies between two faults', async () => {
    const { guard, succeed, fail } = setUp();
    await fail();
    await succeed();
    await fail();
    expect(guard.open).toBe(false);
  });

  it('lets one call a second through while it is open', async () => {
    const { clock, asked, opened, fail } = setUp();
    await fail();
    await fail();
    for (let passedMs = 0; passedMs < 5_000; passedMs += 100) {
      clock.nowMs += 100;
      await fail();
    }
    expect(asked()).toBe(2 + 5);
    expect(opened).toHaveLength(1);
  });

  it('closes when a probe is answered, and is as patient as before', async () => {
    const { guard, clock, succeed, fail } = setUp();
    await fail();
    await fail();
    clock.nowMs += 1_000;
    expect(await succeed()).toBe('answer');
    expect(guard.open).toBe(false);
    await fail();
    expect(guard.open).toBe(false);
  });

  it('lets a refusal that is no outage through, and does not count it', async () => {
    class Refused extends Error {}
    const { guard } = setUp({ isFault: (error) => !(error instanceof Refused) });
    for (let times = 0; times < 3; times++) {
      await expect(guard.run(() => Promise.reject(new Refused()))).rejects.toBeInstanceOf(Refused);
    }
    expect(guard.open).toBe(false);
  });

  describe('of a connection that may have died while the process was frozen', () => {
    /** A store whose connection is dead until it is reopened. */
    const frozen = (options: { reopenMs?: number } = {}) => {
      const state = { alive: false, reopened: 0 };
      const made = setUp({
        reopen: async () => {
          state.reopened += 1;
          await delay(options.reopenMs ?? 1, undefined, { ref: false });
          state.alive = true;
        },
      });
      const ask = () => made.guard.run<string>(() => (state.alive ? Promise.resolve('answer') : silent()));
      return { ...made, state, ask };
    };

    it('reopens it and asks again, and takes that for no fault', async () => {
      const { guard, clock, state, ask, opened } = frozen();
      for (let times = 1; times <= 3; times++) {
        state.alive = false;
        clock.nowMs += 10_000;
        expect(await ask()).toBe('answer');
        expect(state.reopened).toBe(times);
      }
      expect([guard.open, opened.length]).toEqual([false, 0]);
    });

    it('takes silence soon after an answer for a fault', async () => {
      const { clock, state, ask } = frozen();
      clock.nowMs += 4_999;
      await expect(ask()).rejects.toBeInstanceOf(Down);
      expect(state.reopened).toBe(0);
    });

    it('reopens it once for all who wait for it', async () => {
      const { clock, state, ask } = frozen({ reopenMs: 10 });
      clock.nowMs += 10_000;
      const first = ask();
      await delay(BUDGET_MS / 2);
      const answers = await Promise.all([first, ask(), ask()]);
      expect(answers).toEqual(['answer', 'answer', 'answer']);
      expect(state.reopened).toBe(1);
    });

    it('asks again for those whose command the reopening threw away', async () => {
      let drop: (() => void) | undefined;
      let alive = false;
      const { guard, clock, opened } = setUp({
        reopen: async () => {
          drop?.();
          alive = true;
        },
      });
      clock.nowMs += 10_000;
      const ask = () =>
        guard.run(() =>
          alive
            ? Promise.resolve('answer')
            : new Promise<string>((_, reject) => {
                drop = () => reject(new Error('the connection was closed'));
              }),
        );
      const first = ask();
      await delay(BUDGET_MS / 2);
      expect(await Promise.all([first, ask()])).toEqual(['answer', 'answer']);
      expect([guard.open, opened.length]).toEqual([false, 0]);
    });

    it('waits no longer than the budget for the new connection either', async () => {
      const { clock, ask } = frozen({ reopenMs: 30_000 });
      clock.nowMs += 10_000;
      const began = performance.now();
      await expect(ask()).rejects.toBeInstanceOf(Down);
      expect(performance.now() - began).toBeLessThan(5_000);
    });

    it('tries a new connection with the probes, where one dies under load', async () => {
      const { guard, clock, state, ask } = frozen();
      await expect(ask()).rejects.toBeInstanceOf(Down);
      await expect(ask()).rejects.toBeInstanceOf(Down);
      expect(guard.open).toBe(true);
      clock.nowMs += 1_000;
      await ask().catch(() => undefined);
      clock.nowMs += 1_000;
      expect(await ask()).toBe('answer');
      expect(state.reopened).toBeGreaterThanOrEqual(1);
      expect(guard.open).toBe(false);
    });
  });
});
