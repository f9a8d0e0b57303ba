import { type HotSessions, HotSessionsUnavailable } from '../../ports/HotSessions.ts';
import { createGuard } from './createGuard.ts';

/** How long a request waits for Redis (design, section 2). */
export const HOT_SESSIONS_BUDGET_MS = 30;

/** Hot sessions that answer within their budget or throw `HotSessionsUnavailable`, and are left alone while down. */
export const guardedHotSessions = ({
  hotSessions,
  now,
  budgetMs = HOT_SESSIONS_BUDGET_MS,
  reopen,
  onOpen,
}: {
  readonly hotSessions: HotSessions;
  readonly now: () => number;
  readonly budgetMs?: number;
  readonly reopen?: () => unknown;
  readonly onOpen?: (cause: unknown) => void;
}): HotSessions => {
  const guard = createGuard({
    budgetMs,
    now,
    reopen,
    onOpen,
    unavailable: (message, cause) => new HotSessionsUnavailable(message, { cause }),
  });
  return {
    visit: (visit) => guard.run(() => hotSessions.visit(visit)),
    change: (change) => guard.run(() => hotSessions.change(change)),
    active: (site, sinceMs, nowMs) => guard.run(() => hotSessions.active(site, sinceMs, nowMs)),
    held: (named) => guard.run(() => hotSessions.held(named)),
    erase: (person) => guard.run(() => hotSessions.erase(person)),
    close: () => hotSessions.close(),
  };
};
