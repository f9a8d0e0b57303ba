import { createBreaker } from './breaker.ts';

/** A connection that was quiet this long may have died while the Lambda was frozen: it is reopened, not a fault. */
const IDLE_CONNECTION_MS = 5_000;

/** Runs an operation within the store's budget, or rejects at once while its breaker is open. */
export interface Guard {
  run<T>(operation: () => Promise<T>): Promise<T>;
  readonly open: boolean;
}

class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

/** A timer that fires this late tells that our own event loop stood still. */
const STALLED_MS = 5;

/**
 * A pause of ours is not a fault of theirs: when the budget is spent, replies that are already in the socket are read before the
 * verdict; and where our event loop stood still, the budget begins anew, once, for the command may not even have been sent.
 */
const withinBudget = <T>(operation: () => Promise<T>, budgetMs: number): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const giveUp = () => setImmediate(() => reject(new BudgetSpent(`no answer within ${budgetMs} ms`)));
    const dueAt = performance.now() + budgetMs;
    let timer = setTimeout(() => {
      if (performance.now() - dueAt < STALLED_MS) giveUp();
      else timer = setTimeout(giveUp, budgetMs);
    }, budgetMs);
    operation().then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });

/**
 * A time budget and a breaker around one store of one process.
 * @param budgetMs how long a request waits for the store
 * @param now epoch milliseconds
 * @param isFault whether a rejection is an outage; others pass through and leave the breaker alone
 * @param unavailable makes the port's typed error of an outage's cause
 * @param reopen drops a connection that may have died unnoticed; what it returns is awaited before the retry, so a promise should
 * resolve when the new connection takes commands
 * @param onOpen called once when the breaker opens
 */
export const createGuard = ({
  budgetMs,
  now,
  isFault = () => true,
  unavailable,
  reopen,
  onOpen,
}: {
  readonly budgetMs: number;
  readonly now: () => number;
  readonly isFault?: (error: unknown) => boolean;
  readonly unavailable: (message: string, cause: unknown) => Error;
  readonly reopen?: (() => unknown) | undefined;
  readonly onOpen?: ((cause: unknown) => void) | undefined;
}): Guard => {
  const breaker = createBreaker();
  let answeredAt = now();
  let connection = 0;
  let reopening: Promise<unknown> | undefined;

  const answered = <T>(value: T): T => {
    answeredAt = now();
    breaker.succeeded();
    return value;
  };

  /** Once for all who waited on the same connection: a second time would drop the new one under the first one's retry. */
  const reopened = (asked: number): Promise<unknown> => {
    if (reopening === undefined && asked === connection) {
      connection += 1;
      reopening = Promise.resolve(reopen?.()).finally(() => {
        reopening = undefined;
      });
    }
    return reopening ?? Promise.resolve();
  };

  const faulted = (cause: unknown, asked: number): never => {
    if (!isFault(cause) && !(cause instanceof BudgetSpent)) throw cause;
    const wasOpen = breaker.open;
    breaker.failed(now());
    if (breaker.open && !wasOpen) onOpen?.(cause);
    // A connection that died under load would stay silent for all probes to come, until the kernel gives it up after minutes.
    if (breaker.open && cause instanceof BudgetSpent) reopened(asked).catch(() => undefined);
    throw unavailable('the store did not answer in time', cause);
  };

  return {
    run: async (operation) => {
      if (!breaker.admits(now())) throw unavailable('the store is known to be down', undefined);
      const quietMs = now() - answeredAt;
      const asked = connection;
      try {
        return answered(await withinBudget(operation, budgetMs));
      } catch (cause) {
        const mayHaveDied = cause instanceof BudgetSpent && quietMs >= IDLE_CONNECTION_MS;
        const wasDropped = connection !== asked;
        if (reopen === undefined || breaker.open || !(mayHaveDied || wasDropped))
          return faulted(cause, asked);
      }
      try {
        return answered(await withinBudget(() => reopened(asked).then(operation), budgetMs));
      } catch (cause) {
        return faulted(cause, connection);
      }
    },
    get open() {
      return breaker.open;
    },
  };
};
