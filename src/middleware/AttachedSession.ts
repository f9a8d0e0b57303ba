import type { VisitorId } from '../domain/ids.ts';
import type { HotSession, SessionContext } from '../domain/sessions/session.ts';
import type { Attached } from './login/Attached.ts';

/** The session as a handler sees it. */
export type AttachedSession = Omit<
  HotSession,
  'secret' | 'formerSecret' | 'secretChangedAt' | 'closed' | 'context'
> & {
  /** What the request that began it told. */
  readonly context?: Omit<SessionContext, 'secret'>;
  /** Whether this very request began it. */
  readonly isNew: boolean;
  /** The visitor is not tracked, or not yet: of this session nothing is kept, and its ids lead nowhere. */
  readonly unsaved?: true;
};

/** What a handler is told of a session: never a cookie's secret, and with the cookie of before a login nothing of whose it is. */
export const sessionSeen = ({ session, grace, toldVisitor }: Attached, isNew: boolean): AttachedSession => {
  const { secret, formerSecret, secretChangedAt, closed, context, ...told } = session;
  const { secret: ofContext, ...rest } = context ?? {};
  const seen = {
    ...told,
    ...(context === undefined ? {} : { context: rest as Omit<SessionContext, 'secret'> }),
    isNew,
  };
  if (!grace) return seen;
  const { customerId, orderId, ...anyones } = seen;
  const visitor = toldVisitor ?? (session.browser as string as VisitorId);
  return { ...anyones, visitor, type: 'ANONYMOUS', converted: false };
};
