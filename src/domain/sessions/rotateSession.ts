import type { SessionId } from '../ids.ts';
import { SESSION_IDLE_MS, SESSION_MAX_AGE_MS, SESSION_MAX_EVENTS } from './session.ts';

/** Why a session ended and the next one began. */
export type RotationReason = 'idle' | 'age' | 'events';

/** What the rule needs to know of a session. */
export interface SessionActivity {
  readonly id: SessionId;
  readonly startedAt: number;
  readonly lastSeenAt: number;
  /** Events so far, this request's not among them. */
  readonly events: number;
}

export type Rotation =
  | { readonly rotated: false; readonly session: SessionActivity }
  | { readonly rotated: true; readonly reason: RotationReason; readonly session: SessionActivity };

/**
 * Whether a request at `nowMs` still belongs to the session, and if not, the session it begins and why.
 * A session ends after 30 idle minutes, 24 hours or 2,000 events; midnight and campaigns do not cut it
 * (design, section 1). A clock that steps back ends nothing.
 */
export const rotateSession = (
  current: SessionActivity,
  { nowMs, nextId }: { readonly nowMs: number; readonly nextId: (previous: SessionId) => SessionId },
): Rotation => {
  const reason = rotationReason(current, nowMs);
  if (reason === undefined) return { rotated: false, session: current };
  return {
    rotated: true,
    reason,
    session: { id: nextId(current.id), startedAt: nowMs, lastSeenAt: nowMs, events: 0 },
  };
};

const rotationReason = (session: SessionActivity, nowMs: number): RotationReason | undefined => {
  if (nowMs - session.lastSeenAt >= SESSION_IDLE_MS) return 'idle';
  if (nowMs - session.startedAt >= SESSION_MAX_AGE_MS) return 'age';
  if (session.events >= SESSION_MAX_EVENTS) return 'events';
  return undefined;
};
