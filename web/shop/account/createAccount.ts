import { isLoginRequired, isRefusal } from '../api/ShopFault.ts';
import type { Send } from '../api/send.ts';
import { createStore, type ReadableStore } from '../store.ts';
import type { Customer, LoggedIn } from '../wire.ts';

/** Says that somebody is logged in on this browser; the token that proves it is a cookie which no script reads. */
export const MARKER = 'footfall-shop-customer';

export type Standing =
  /** Somebody was logged in here; whether they still are is being asked. */
  | { readonly kind: 'restoring' }
  | { readonly kind: 'guest' }
  | { readonly kind: 'customer'; readonly customer: Customer };

export interface Account {
  readonly standing: ReadableStore<Standing>;
  login(form: { readonly email: string; readonly password: string }): Promise<void>;
  register(form: { readonly email: string; readonly password: string; readonly name: string }): Promise<void>;
  logout(): Promise<void>;
  /** Once a page: whoever was logged in on this browser still is, if the shop says so. */
  restore(): Promise<void>;
  /** Another tab logged in or out. */
  markerChanged(): void;
  token(): string | undefined;
  /**
   * A fresh token in place of one that the shop refused; `undefined` where the customer has to log in again.
   * Those who ask at once share one renewal: each use ends the token that it was asked with.
   */
  renewed(refused: string): Promise<string | undefined>;
}

/** Who is at the shop. Every method throws `ShopFault`. */
export const createAccount = ({
  send,
  storage,
}: {
  readonly send: Send;
  readonly storage: Storage;
}): Account => {
  const isMarked = () => storage.getItem(MARKER) !== null;
  const standing = createStore<Standing>({ kind: isMarked() ? 'restoring' : 'guest' });
  let accessToken: string | undefined;
  let renewal: Promise<string | undefined> | undefined;
  let restoring: Promise<void> | undefined;

  const enter = ({ customer, accessToken: token }: LoggedIn): void => {
    accessToken = token;
    storage.setItem(MARKER, 'yes');
    const now = standing.get();
    if (now.kind !== 'customer' || now.customer.id !== customer.id)
      standing.set({ kind: 'customer', customer });
  };
  const leave = (): void => {
    accessToken = undefined;
    storage.removeItem(MARKER);
    standing.set({ kind: 'guest' });
  };

  const renew = async (): Promise<string | undefined> => {
    try {
      enter(await send<LoggedIn>('auth/refresh', { method: 'POST', body: {} }));
    } catch (error) {
      if (!isLoginRequired(error) && !isRefusal(error, 'bad_token')) throw error;
      leave();
    }
    return accessToken;
  };
  const renewOnce = (): Promise<string | undefined> => {
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };
  const enterBy = async (path: string, body: unknown): Promise<void> =>
    enter(await send<LoggedIn>(path, { method: 'POST', body }, accessToken));

  const restore = async (): Promise<void> => {
    if (standing.get().kind !== 'restoring') return;
    // The shop does not answer: a guest for now, and the marker stays for the next page.
    await renewOnce().catch(() => standing.set({ kind: 'guest' }));
  };

  return {
    standing,
    login: (form) => enterBy('auth/login', form),
    register: (form) => enterBy('auth/register', form),
    logout: async () => {
      try {
        await send('auth/logout', { method: 'POST', body: {} }, accessToken);
      } finally {
        // Also where nobody answers: who left must not be seen here any longer.
        leave();
      }
    },
    restore: () => {
      restoring ??= restore();
      return restoring;
    },
    markerChanged: () => {
      const { kind } = standing.get();
      if (!isMarked() && kind === 'customer') leave();
      if (isMarked() && kind === 'guest') void renewOnce().catch(() => undefined);
    },
    token: () => accessToken,
    renewed: async (refused) => (accessToken === refused ? renewOnce() : accessToken),
  };
};
