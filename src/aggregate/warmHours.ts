import type { SessionFact } from '../domain/metrics/sessionFact.ts';
import type { SessionRef } from '../ports/AggregationRecord.ts';
import { sessionKey } from './sessionKey.ts';

/** Some 1 kB each. */
const MAX_FACTS = 60_000;

/**
 * The sessions of a site's current and previous hour, kept in the process between runs: a minute's refresh then reads what
 * changed, not all there is. True only as long as no other process has aggregated the site in between.
 */
export interface WarmHours {
  /**
   * Begins a run: forgets all where another lease was given since this process's last one, and all hours but these.
   * @param startsMs of the hours that may be kept, epoch milliseconds
   */
  begin(fence: number, startsMs: readonly number[]): void;
  /** Ends a run that came to its end; one that did not leaves nothing behind. */
  end(fence: number): void;
  forget(): void;
  /** Forgets the hour of an instant: a session of it was noted otherwise. */
  forgetAt(at: number): void;
  /** Whether this hour's sessions would be kept. */
  wants(startMs: number): boolean;
  /** All sessions of the hour, where they are known. */
  sessionsOf(startMs: number): readonly SessionFact[] | undefined;
  /** Keeps all sessions of an hour. */
  keep(startMs: number, sessions: readonly SessionFact[]): void;
  /** Whether a session, as it is now, is or was in an hour that is kept. */
  concerns(session: SessionRef & { readonly at: number }): boolean;
  /** Replaces sessions by what they are now. */
  update(sessions: readonly SessionFact[]): void;
}

const HOUR_MS = 60 * 60_000;

export const createWarmHours = ({ maxFacts = MAX_FACTS }: { readonly maxFacts?: number } = {}): WarmHours => {
  const hours = new Map<number, Map<string, SessionFact>>();
  let lastFence: number | undefined;
  let wanted: readonly number[] = [];

  const startOf = (at: number): number | undefined =>
    wanted.findLast((startMs) => at >= startMs && at < startMs + HOUR_MS);
  const size = (): number => [...hours.values()].reduce((sum, sessions) => sum + sessions.size, 0);

  return {
    begin: (fence, startsMs) => {
      if (lastFence === undefined || fence !== lastFence + 1) hours.clear();
      lastFence = undefined;
      wanted = startsMs.toSorted((a, b) => a - b);
      for (const startMs of hours.keys()) if (!wanted.includes(startMs)) hours.delete(startMs);
    },
    end: (fence) => {
      lastFence = fence;
    },
    forget: () => hours.clear(),
    forgetAt: (at) => {
      const startMs = startOf(at);
      if (startMs !== undefined) hours.delete(startMs);
    },
    wants: (startMs) => wanted.includes(startMs),
    sessionsOf: (startMs) => {
      const sessions = hours.get(startMs);
      return sessions === undefined ? undefined : [...sessions.values()];
    },
    keep: (startMs, sessions) => {
      hours.delete(startMs);
      if (size() + sessions.length > maxFacts) return;
      hours.set(startMs, new Map(sessions.map((session) => [sessionKey(session), session])));
    },
    concerns: (session) => {
      const startMs = startOf(session.at);
      if (startMs !== undefined && hours.has(startMs)) return true;
      const key = sessionKey(session);
      return [...hours.values()].some((sessions) => sessions.has(key));
    },
    update: (sessions) => {
      for (const session of sessions) {
        for (const kept of hours.values()) kept.delete(sessionKey(session));
        const startMs = startOf(session.startedAt);
        if (startMs !== undefined) hours.get(startMs)?.set(sessionKey(session), session);
      }
      if (size() > maxFacts) hours.clear();
    },
  };
};
