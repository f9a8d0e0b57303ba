import { ApiFault, faultOf } from './Fault.ts';

/** Longer than any answer of the API takes (a gateway gives up at 30 s). */
const TIMEOUT_MS = 30_000;

/**
 * Asks the API.
 * @throws ApiFault where the answer is none; the signal's `AbortError` where it was aborted
 */
export const request = async <T>(
  url: string,
  init: RequestInit & { signal?: AbortSignal } = {},
): Promise<T> => {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
  let answer: Response;
  try {
    answer = await fetch(url, { ...init, signal, credentials: 'same-origin' });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiFault({ kind: 'unreachable' }, cause);
  }
  if (!answer.ok) throw new ApiFault(await faultOf(answer));
  try {
    return (await answer.json()) as T;
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiFault({ kind: 'failed', status: answer.status }, cause);
  }
};

/** Sends JSON; resolves once it was taken. */
export const post = (url: string, body: unknown): Promise<unknown> =>
  request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
