import type { VisitorId } from '../../domain/ids.ts';
import type { HotSession } from '../../domain/sessions/session.ts';

/** A request's session as it stands now: a login or a logout of its handler changes it. */
export interface Attached {
  readonly session: HotSession;
  /** Let in by the cookie of before a login: told nothing of whom the session is, and given no cookie. */
  readonly grace: boolean;
  /** The visitor that the browser's own cookies name. */
  readonly toldVisitor?: VisitorId | undefined;
}
