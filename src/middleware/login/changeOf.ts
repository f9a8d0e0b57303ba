import type { CustomerId } from '../../domain/ids.ts';
import type { SessionDependencies } from '../SessionDependencies.ts';
import type { Arrival } from '../session/Arrival.ts';
import type { Attached } from './Attached.ts';
import type { ChangedSession } from './closeSession.ts';
import { type LoginBy, logIn } from './logIn.ts';
import { logOut } from './logOut.ts';

/** What a handler's login of a customer, or without one its logout, makes of the session. */
export const changeOf = (
  deps: SessionDependencies,
  {
    arrival,
    attached,
    customer,
    by,
  }: {
    readonly arrival: Arrival;
    readonly attached: Attached;
    readonly customer: CustomerId | undefined;
    readonly by: LoginBy;
  },
): Promise<ChangedSession> =>
  customer === undefined
    ? logOut(deps, { arrival, attached })
    : logIn(deps, { arrival, attached, customer, by });
