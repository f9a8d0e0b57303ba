import type { SessionDependencies } from '../SessionDependencies.ts';
import type { Arrival } from '../session/Arrival.ts';
import type { Attached } from './Attached.ts';
import { beginNext, type ChangedSession, closeSession } from './closeSession.ts';

/**
 * Ends a session, and a new, anonymous one of the same browser begins (design, section 4). With the cookie of before a login nothing
 * happens: nobody is logged out by what was planted.
 */
export const logOut = async (
  deps: SessionDependencies,
  { arrival, attached }: { readonly arrival: Arrival; readonly attached: Attached },
): Promise<ChangedSession> => {
  const { session, grace } = attached;
  if (grace) return { session, events: [] };
  const closed = await closeSession(deps, arrival, session);
  const next = await beginNext(deps, arrival, session);
  return { session: next.session, events: [...closed, ...next.events] };
};
