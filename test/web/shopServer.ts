import { type Fault, ShopFault } from '../../web/shop/api/ShopFault.ts';
import type { Send, ShopRequest } from '../../web/shop/api/send.ts';
import { browserStorage } from '../../web/shop/browserStorage.ts';

/** What the shop's server was asked: `POST orders key-1 token-1`, without what is not there. */
type Asked = string;

/** An answer, or why there is none. */
export type Answer = { readonly body: unknown } | { readonly fault: Fault };

/** A server of the storefront in the test's hands: it notes what it is asked, and answers as it is told. */
export const shopServer = (answer: (path: string, request: ShopRequest, token?: string) => Answer) => {
  const asked: Asked[] = [];
  const send: Send = async <T>(path: string, request: ShopRequest = {}, token?: string): Promise<T> => {
    asked.push([request.method ?? 'GET', path, request.idempotencyKey, token].filter(Boolean).join(' '));
    await Promise.resolve();
    const told = answer(path, request, token);
    if ('fault' in told) throw new ShopFault(told.fault);
    return told.body as T;
  };
  return { asked, send };
};

/** A storage of one test. */
export const emptyStorage = (): Storage =>
  browserStorage(() => {
    throw new Error('switched off');
  });
