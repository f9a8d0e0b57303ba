import type { SessionEvent } from '../../domain/events/event.ts';
import { generationOf, secretAfter, visitorOfCustomer } from '../../domain/identity/sessionSecret.ts';
import type { CustomerId, VisitorId } from '../../domain/ids.ts';
import type { HotSession } from '../../domain/sessions/session.ts';
import type { CustomerVisitor } from '../../ports/CustomerIdentities.ts';
import { RecordUnavailable } from '../../ports/RecordStore.ts';
import { eventIdOf } from '../messageOf.ts';
import type { SessionDependencies } from '../SessionDependencies.ts';
import type { Arrival } from '../session/Arrival.ts';
import { tryChange } from '../session/askStores.ts';
import type { Attached } from './Attached.ts';
import { beginNext, type ChangedSession, closeSession } from './closeSession.ts';

/** By what a customer was known: the handler's own check of a password, or a token that the request brought. */
export type LoginBy = 'login' | 'token';

/**
 * Makes a session a customer's (design, sections 4 and 6): same id, fresh secret, the customer's visitor. Another customer's session
 * is closed, and a new one begins. Repeated, or twice at once, it does the same.
 *
 * No outage keeps anybody out: without the live copy the cookie carries what changed, and without the record the customer goes by
 * a visitor of its own until the next login finds the right one.
 */
export const logIn = async (
  deps: SessionDependencies,
  {
    arrival,
    attached,
    customer,
    by,
  }: {
    readonly arrival: Arrival;
    readonly attached: Attached;
    readonly customer: CustomerId;
    readonly by: LoginBy;
  },
): Promise<ChangedSession> => {
  const { session } = attached;
  if (attached.grace && session.customerId === customer && session.closed !== true) {
    // Another request has just logged the same customer in: this one gets what that one got.
    return { session, events: [] };
  }
  const before = attached.grace
    ? await beginNext(deps, arrival, session)
    : await vacated(deps, arrival, attached, customer);
  const changed = await becomeCustomers(deps, arrival, before.session, { customer, by });
  return { session: changed.session, events: [...before.events, ...changed.events] };
};

/** A session that may become the customer's: this one, or a new one where this is another's or may be. */
const vacated = async (
  deps: SessionDependencies,
  arrival: Arrival,
  { session }: Attached,
  customer: CustomerId,
): Promise<ChangedSession> => {
  const isOwn = session.customerId === customer;
  const isNobodys = session.customerId === undefined && generationOf(session.secret) === 0;
  if (isOwn || isNobodys) return { session, events: [] };
  const closed = await closeSession(deps, arrival, session);
  const next = await beginNext(deps, arrival, session);
  return { session: next.session, events: [...closed, ...next.events] };
};

const becomeCustomers = async (
  deps: SessionDependencies,
  { site, nowMs }: Arrival,
  session: HotSession,
  { customer, by }: { readonly customer: CustomerId; readonly by: LoginBy },
): Promise<ChangedSession> => {
  const { visitor, formerVisitor } = await identified(deps, session, customer);
  const secret = secretAfter(deps.keys[0], {
    session: session.id,
    secret: session.secret,
    event: `login:${customer}`,
  });
  const patch = {
    type: 'CUSTOMER',
    customerId: customer,
    visitor,
    secret,
    formerSecret: session.secret,
    secretChangedAt: nowMs,
  } as const;
  await tryChange(deps, { site: site.id, browser: session.browser, sessionId: session.id, nowMs, patch });
  const event: SessionEvent = {
    id: eventIdOf(site.id, session.browser, `login:${session.id}:${secret}`),
    type: 'customer_login',
    source: 'server',
    occurredAt: nowMs,
    receivedAt: nowMs,
    customerId: customer,
    secret,
    formerSecret: session.secret,
    ...(formerVisitor === undefined ? {} : { formerVisitor }),
    properties: { by },
  };
  const changed = { ...session, ...patch };
  return { session: changed, events: [{ session: changed, event }] };
};

const identified = async (
  deps: SessionDependencies,
  { site, visitor }: HotSession,
  customer: CustomerId,
): Promise<CustomerVisitor> => {
  const freshVisitor: VisitorId = visitorOfCustomer(deps.keys[0], site, customer);
  try {
    return await deps.identities.identify({ site, customer, visitor, freshVisitor });
  } catch (error) {
    if (!(error instanceof RecordUnavailable)) throw error;
    deps.count('identities_unavailable');
    return { visitor: freshVisitor };
  }
};
