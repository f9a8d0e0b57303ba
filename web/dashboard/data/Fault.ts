import type { ErrorBody } from '../wire.ts';

/** Why an answer is not there. */
export type Fault =
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'limited'; readonly retryAfterS: number }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  | { readonly kind: 'failed'; readonly status: number };

/** Where the server does not say when to try again. */
const DEFAULT_RETRY_AFTER_S = 60;

/** An answer of the API that is not the one asked for. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';
  readonly fault: Fault;
  constructor(fault: Fault, cause?: unknown) {
    super(fault.kind, { cause });
    this.fault = fault;
  }
}

const messageOf = async (answer: Response): Promise<string> => {
  const body = (await answer.json().catch(() => undefined)) as Partial<ErrorBody> | undefined;
  return body?.error?.message ?? `The server refused this (${answer.status}).`;
};

/** Why an answer with a status of 400 or more is none. */
export const faultOf = async (answer: Response): Promise<Fault> => {
  const { status } = answer;
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 429) {
    const seconds = Number(answer.headers.get('retry-after'));
    return { kind: 'limited', retryAfterS: seconds > 0 ? seconds : DEFAULT_RETRY_AFTER_S };
  }
  return status < 500
    ? { kind: 'refused', status, message: await messageOf(answer) }
    : { kind: 'failed', status };
};
