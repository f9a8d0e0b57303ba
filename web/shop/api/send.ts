import { faultOf, ShopFault } from './ShopFault.ts';

const API = '/api/storefront/';
/** Longer than an answer takes; shorter than a person's patience. */
const TIMEOUT_MS = 10_000;

export interface ShopRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

/** Asks the storefront API below `/api/storefront/`. @throws ShopFault */
export type Send = <T>(path: string, request?: ShopRequest, token?: string) => Promise<T>;

const headersOf = ({ method, idempotencyKey }: ShopRequest, token: string | undefined): HeadersInit => ({
  ...(method === undefined ? {} : { 'content-type': 'application/json' }),
  ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
});

export const send: Send = async (path, request = {}, token) => {
  const { method = 'GET', body } = request;
  let answer: Response;
  try {
    answer = await fetch(API + path, {
      method,
      headers: headersOf(request, token),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new ShopFault({ kind: 'no_answer' }, cause);
  }
  if (!answer.ok) throw new ShopFault(await faultOf(answer));
  try {
    return await answer.json();
  } catch (cause) {
    throw new ShopFault({ kind: 'no_answer' }, cause);
  }
};
