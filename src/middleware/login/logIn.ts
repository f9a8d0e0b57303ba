import type { SessionEvent } from '../../domain/events/event.ts';
import { isMadeForCustomer, visitorOfCustomer } from '../../domain/identity/customerVisitor.ts';
import { secretAfter } from '../../domain/identity/secretAfter.ts';
import { generationOf } from '../../domain/identity/sessionSecret.ts';
import type { CustomerId, VisitorId } from '../../domain/ids.ts';
import type { HotSession } from '../../domain/sessions/session.ts';
import type { CustomerVisitor } from '../../ports/CustomerIdentities.ts';
import { RecordUnavailable } from '../../ports/RecordStore.ts';
import { eventIdOf } from '../messageOf.ts';
import type { SessionDependencies } from '../SessionDependencies.ts';
import type { Arrival } from '../session/Arrival.ts';
import { tryChange } from '../session/askStores.ts';
import type { Attached } from './Attached.ts';
import { beginNext, type ChangedSession, closeSession, isBehind } from './closeSession.ts';

/** By what a customer was known: the handler's own check of a password, or a token that the request brought. */
export type LoginBy = 'login' | 'token';

interface Login {
  readonly customer: CustomerId;
  readonly by: LoginBy;
  readonly identity: CustomerVisitor & { readonly isKnown: boolean };
}

/**
 * Makes a session a customer's (design, sections 4 and 6): same id, fresh secret, the customer's visitor. Another customer's session
 * is closed, and a new one begins. Repeated, or twice at once, it does the same; of two customers at once the faster has the session.
 *
 * No outage keeps anybody out: without the live copy the cookie carries what changed, and without the record the customer goes by
 * a visitor of its own until the next login finds the right one.
 * @param onlyNobodys leaves a session as it is that is, or may be, another customer's
 */
export const logIn = async (
  deps: SessionDependencies,
  {
    arrival,
    attached,
    customer,
    by,
    onlyNobodys = false,
  }: {
    readonly arrival: Arrival;
    readonly attached: Attached;
    readonly customer: CustomerId;
    readonly by: LoginBy;
    readonly onlyNobodys?: boolean;
  },
): Promise<ChangedSession> => {
  const { session, grace } = attached;
  // Another request has just logged the same customer in: this one gets what that one got.
  if (grace && isOf(session, customer)) return { session, events: [] };
  const login = { customer, by, identity: await identified(deps, session, customer) };
  if (!grace && (isNobodys(session) || isTheirs(session, login))) {
    return becomeCustomers(deps, arrival, session, login);
  }
  if (onlyNobodys) return { session, events: [] };
  const closed = grace ? [] : await closeSession(deps, arrival, session);
  const next = await beginNext(deps, arrival, session);
  const changed = await becomeCustomers(deps, arrival, next.session, login);
  return { session: changed.session, events: [...closed, ...next.events, ...changed.events] };
};

const isOf = ({ customerId, closed }: HotSession, customer: CustomerId): boolean =>
  customerId === customer && closed !== true;

const isNobodys = ({ customerId, secret }: HotSession): boolean =>
  customerId === undefined && generationOf(secret) === 0;

/** One that somebody has logged in to, where no store tells who, is the customer's if it goes by the customer's own visitor. */
const isTheirs = (session: HotSession, { customer, identity }: Login): boolean =>
  isOf(session, customer) ||
  (session.customerId === undefined && identity.isKnown && identity.visitor === session.visitor);

const becomeCustomers = async (
  deps: SessionDependencies,
  arrival: Arrival,
  session: HotSession,
  login: Login,
): Promise<ChangedSession> => {
  const { site, nowMs } = arrival;
  const { customer, by, identity } = login;
  const { id, browser, secret: formerSecret } = session;
  const secret = secretAfter(deps.keys[0], { session: id, secret: formerSecret, event: `login:${customer}` });
  const patch = {
    type: 'CUSTOMER',
    customerId: customer,
    visitor: identity.visitor,
    secret,
    formerSecret,
    secretChangedAt: nowMs,
  } as const;
  const change = { site: site.id, browser, sessionId: id, nowMs, patch };
  const result = await tryChange(deps, { ...change, fromSecret: formerSecret });
  if (result?.outcome === 'differs' && result.now.secret !== secret) {
    if (isBehind(result.now, session)) await tryChange(deps, change);
    else return overtaken(deps, arrival, { ...session, ...result.now }, login);
  }
  const event: SessionEvent = {
    id: eventIdOf(site.id, browser, `login:${id}:${secret}`),
    type: 'customer_login',
    source: 'server',
    occurredAt: nowMs,
    receivedAt: nowMs,
    customerId: customer,
    secret,
    formerSecret,
    ...(identity.formerVisitor === undefined ? {} : { formerVisitor: identity.formerVisitor }),
    properties: { by },
  };
  const changed = { ...session, ...patch };
  return { session: changed, events: [{ session: changed, event }] };
};

/** Another login was faster: the same customer's is this one too; another's leaves us a session of our own. */
const overtaken = async (
  deps: SessionDependencies,
  arrival: Arrival,
  session: HotSession,
  login: Login,
): Promise<ChangedSession> => {
  if (isOf(session, login.customer)) return { session, events: [] };
  const next = await beginNext(deps, arrival, session);
  const changed = await becomeCustomers(deps, arrival, next.session, login);
  return { session: changed.session, events: [...next.events, ...changed.events] };
};

const identified = async (
  deps: SessionDependencies,
  { site, visitor }: HotSession,
  customer: CustomerId,
): Promise<Login['identity']> => {
  const freshVisitor: VisitorId = visitorOfCustomer(deps.keys[0], site, customer);
  const isAnothers = isMadeForCustomer(visitor) && visitor !== freshVisitor;
  try {
    const login = { site, customer, visitor: isAnothers ? undefined : visitor, freshVisitor };
    return { ...(await deps.identities.identify(login)), isKnown: true };
  } catch (error) {
    if (!(error instanceof RecordUnavailable)) throw error;
    deps.count('identities_unavailable');
    return { visitor: freshVisitor, isKnown: false };
  }
};
