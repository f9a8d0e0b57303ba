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

/** When the budget is spent, replies that are already in the socket are read before the verdict: a pause of ours is not a fault of theirs. */
const withinBudget = <T>(operation: () => Promise<T>, budgetMs: number): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const timer = setTimeout(
      () => setImmediate(() => reject(new BudgetSpent(`no answer within ${budgetMs} ms`))),
      budgetMs,
    );
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
 * @param reopen drops a connection that may have died unnoticed, so that the retry opens a new one
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
  readonly reopen?: (() => void) | undefined;
  readonly onOpen?: ((cause: unknown) => void) | undefined;
}): Guard => {
  const breaker = createBreaker();
  let answeredAt = now();

  const answered = <T>(value: T): T => {
    answeredAt = now();
    breaker.succeeded();
    return value;
  };

  const faulted = (cause: unknown): never => {
    if (!isFault(cause) && !(cause instanceof BudgetSpent)) throw cause;
    const wasOpen = breaker.open;
    breaker.failed(now());
    if (breaker.open && !wasOpen) onOpen?.(cause);
    throw unavailable('the store did not answer in time', cause);
  };

  return {
    run: async (operation) => {
      if (!breaker.admits(now())) throw unavailable('the store is known to be down', undefined);
      const quietMs = now() - answeredAt;
      try {
        return answered(await withinBudget(operation, budgetMs));
      } catch (cause) {
        if (!(reopen && cause instanceof BudgetSpent && quietMs >= IDLE_CONNECTION_MS && !breaker.open)) {
          return faulted(cause);
        }
      }
      reopen();
      try {
        return answered(await withinBudget(operation, budgetMs));
      } catch (cause) {
        return faulted(cause);
      }
    },
    get open() {
      return breaker.open;
    },
  };
};
