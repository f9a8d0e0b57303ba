import { standingOf } from '../../domain/identity/sessionSecret.ts';
import type { HotSession } from '../../domain/sessions/session.ts';
import type { SessionDependencies } from '../SessionDependencies.ts';
import type { Arrival } from '../session/Arrival.ts';
import { tryVisit, visitOf } from '../session/askStores.ts';

/** Whether a login or a logout has replaced a session's secret since a request read it; where the store does not tell, it has not. */
export const isOvertaken = async (
  deps: SessionDependencies,
  arrival: Arrival,
  { browser, id, secret }: HotSession,
): Promise<boolean> => {
  const nothing = { ...arrival, pageViews: 0, events: 0, needsDetails: false };
  const result = await tryVisit(deps, visitOf(nothing, { browser, session: id }));
  if (result === undefined || result.outcome === 'miss') return false;
  // Erased meanwhile: no answer is to put its cookies back.
  if (result.outcome === 'erased') return true;
  const standing = standingOf(secret, result.session, arrival.nowMs);
  return standing === 'grace' || standing === 'superseded';
};
