import { memoryHotSessions, type WasErased } from '../../src/adapters/memory/memoryHotSessions.ts';
import type { HotSessions } from '../../src/ports/HotSessions.ts';
import type { MovableClock } from './movableClock.ts';

/**
 * Keeps the live sessions of moved clocks apart, in memory: a store forgets what is older than 30 minutes by the clock of the
 * visit in hand, so that a visit of today would end all those of a simulated day, and the other way round. Who is active is
 * told of both: a simulated visit of the last minutes is as live as any.
 */
export const hotSessionsByClock = (
  real: HotSessions,
  clock: MovableClock,
  wasErased: WasErased,
): HotSessions => {
  const moved = memoryHotSessions({ wasErased });
  return {
    visit: (visit) => (clock.isMoved() ? moved : real).visit(visit),
    change: (change) => (clock.isMoved() ? moved : real).change(change),
    active: async (site, sinceMs, nowMs) => {
      const [seen, seenMoved] = await Promise.all([
        real.active(site, sinceMs, nowMs),
        moved.active(site, sinceMs, nowMs),
      ]);
      return {
        anonymous: seen.anonymous + seenMoved.anonymous,
        customers: [...new Set([...seen.customers, ...seenMoved.customers])],
      };
    },
    held: async (named) => (await Promise.all([real.held(named), moved.held(named)])).flat(),
    erase: async (person) => {
      const [deleted, deletedMoved] = await Promise.all([real.erase(person), moved.erase(person)]);
      return deleted + deletedMoved;
    },
    close: async () => {
      await Promise.all([real.close(), moved.close()]);
    },
  };
};
