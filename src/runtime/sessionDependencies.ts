import { randomUUID } from 'node:crypto';
import { createGuard } from '../adapters/guard/createGuard.ts';
import type { KeyRing } from '../domain/cookies/signedValue.ts';
import type { Site } from '../domain/site.ts';
import { createDelivery } from '../middleware/createDelivery.ts';
import type { SessionDependencies } from '../middleware/SessionDependencies.ts';
import type { CustomerIdentities } from '../ports/CustomerIdentities.ts';
import { type DailySalts, SaltsUnavailable } from '../ports/DailySalts.ts';
import type { EventQueue } from '../ports/EventQueue.ts';
import type { HotSessions } from '../ports/HotSessions.ts';
import { type Log, thrown } from '../ports/Log.ts';
import type { RateLimits } from '../ports/RateLimits.ts';
import { type RecordStore, RecordUnavailable } from '../ports/RecordStore.ts';
import { createQualityTally } from '../writer/createQualityTally.ts';
import { type Lazy, lazy } from './lazy.ts';
import { createTally } from './tally.ts';

/** How long a request waits for the record's look-up of one session (design, section 2). */
export const FIND_SESSION_BUDGET_MS = 150;

/** How long a login waits to learn who the customer is: some commands one after another, and a connection that may be the first. */
export const IDENTIFY_BUDGET_MS = 1_500;

/** How long the first request of a day waits for its salt, on a site that keeps no cookies: a connection that may be the first. */
const SALT_BUDGET_MS = 1_500;

/** What differs from one place to run to another. */
export interface SessionRuntime {
  readonly sites: readonly [Site, ...Site[]];
  readonly keys: KeyRing;
  /** Guarded already. */
  readonly hotSessions: HotSessions;
  /** Guarded already. Absent: nothing is limited. */
  readonly limits?: RateLimits | undefined;
  readonly record: Lazy<RecordStore>;
  readonly identities: Lazy<CustomerIdentities>;
  /** Needed where a site keeps no cookies. */
  readonly salts?: Lazy<DailySalts> | undefined;
  readonly queue: EventQueue;
  readonly log: Log;
  readonly now?: () => number;
  readonly originSecret?: string | undefined;
  readonly sessionConfirmMs?: number | undefined;
}

/** The session middleware's dependencies, wired: the record's look-up behind a budget, the queue with the writer behind it. */
export const sessionDependencies = ({
  sites,
  keys,
  hotSessions,
  limits,
  record,
  identities,
  salts,
  queue,
  log,
  now = Date.now,
  originSecret,
  sessionConfirmMs,
}: SessionRuntime): SessionDependencies => {
  const count = createTally({ log, now });
  const quality = createQualityTally({ now, randomId: randomUUID });
  const guardOf = (budgetMs: number) =>
    createGuard({
      budgetMs,
      now,
      unavailable: (message, cause) => new RecordUnavailable(message, { cause }),
      onOpen: (cause) => log.warn('the record does not answer', thrown(cause)),
    });
  const guard = guardOf(FIND_SESSION_BUDGET_MS);
  const identifying = guardOf(IDENTIFY_BUDGET_MS);
  const salting = createGuard({
    budgetMs: SALT_BUDGET_MS,
    now,
    unavailable: (message, cause) => new SaltsUnavailable(message, { cause }),
    onOpen: (cause) => log.warn('the salts do not come', thrown(cause)),
  });
  const kept = lazy(async () => {
    const { keptSalts } = await import('./keptSalts.ts');
    return keptSalts({
      saltOf: (...asked) => salting.run(async () => (await salts?.get())?.saltOf(...asked)),
    });
  });
  const through = lazy(async () => {
    const [{ writeMessages }, { writeThrough }] = await Promise.all([
      import('../writer/writeMessages.ts'),
      import('../writer/writeThrough.ts'),
    ]);
    const into = await record.get();
    const write = writeMessages({ record: into, sites, log, now, quality });
    return writeThrough({ record: into, write, log, now, randomId: randomUUID });
  });
  return {
    sites,
    keys,
    hotSessions,
    limits,
    findSession: (key) => guard.run(async () => (await record.get()).findSession(key)),
    identities: {
      identify: (login) => identifying.run(async () => (await identities.get()).identify(login)),
    },
    ...(salts && { salts: { saltOf: async (...asked) => (await kept.get()).saltOf(...asked) } }),
    deliver: createDelivery({
      queue,
      writeThrough: async (message) => (await through.get())(message),
      log,
      count,
      quality,
    }),
    now,
    randomId: randomUUID,
    log,
    count,
    quality,
    originSecret,
    sessionConfirmMs,
  };
};
