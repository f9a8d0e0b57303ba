import type { AttachedSession } from './AttachedSession.ts';
import type { Track } from './eventTracker.ts';
import type { LoginBy } from './login/logIn.ts';

/** What the middleware puts on a handler's event. */
export interface WithSession {
  /** Absent where the middleware itself failed: a handler works without it. That of a visitor who must not be tracked is `unsaved`. */
  session?: AttachedSession;
  /** Set where the site waits for the visitor's consent, and this request brought none. */
  consent?: 'needed';
  track: Track;
  /**
   * Makes the session the customer's, once the handler has checked who it is: the same session id, a fresh secret in its cookie, the
   * customer's one visitor on all devices; another customer's session is closed, and a new one begins. `event.session` is that
   * session from then on, and `customer_login` is tracked; `by: 'token'` where nothing was typed for it. A visitor who must not be tracked has none, and nothing happens.
   * @throws TypeError where the id cannot be stored; never for an outage
   */
  login: (customerId: string, options?: { readonly by?: LoginBy }) => Promise<void>;
  /** Ends the customer's session, tracks `customer_logout`, and begins a new, anonymous one of the same browser. */
  logout: () => Promise<void>;
  /** How many events of the request's own body are on their way; 0 for every request but a tracking one. */
  accepted: number;
}
