import type { Account } from '../account/createAccount.ts';
import { isLoginRequired } from './ShopFault.ts';
import type { Send, ShopRequest } from './send.ts';

/** Asks the storefront API as whoever is at the shop. @throws ShopFault */
export type Ask = <T>(path: string, request?: ShopRequest) => Promise<T>;

/** A token that has expired is renewed in silence and the request repeated, once: it was refused, so it did nothing. */
export const createAsk =
  ({ send, account }: { readonly send: Send; readonly account: Account }): Ask =>
  async (path, request) => {
    await account.restore();
    const token = account.token();
    try {
      return await send(path, request, token);
    } catch (error) {
      if (token === undefined || !isLoginRequired(error)) throw error;
      return send(path, request, await account.renewed(token));
    }
  };
