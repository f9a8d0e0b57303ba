import type { ErrorBody } from '../wire.ts';

/** Why an answer is not the one asked for. */
export type Fault =
  | { readonly kind: 'login_required' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly field?: string }
  /** Nobody knows whether it was done: no answer came, or one of a server in trouble. */
  | { readonly kind: 'no_answer' };

export class ShopFault extends Error {
  override readonly name = 'ShopFault';
  readonly fault: Fault;
  constructor(fault: Fault, cause?: unknown) {
    super(fault.kind === 'refused' ? fault.message : fault.kind, { cause });
    this.fault = fault;
  }
}

/** Codes of 401 that are about the login itself: the form says so. */
const ABOUT_THE_FORM = new Set(['bad_credentials']);

/** Why an answer with a status of 400 or more is none. */
export const faultOf = async (answer: Response): Promise<Fault> => {
  if (answer.status >= 500) return { kind: 'no_answer' };
  const body = (await answer.json().catch(() => undefined)) as Partial<ErrorBody> | undefined;
  const { code = 'refused', message = 'The shop refused this.', field } = body?.error ?? {};
  if (answer.status === 401 && !ABOUT_THE_FORM.has(code)) return { kind: 'login_required' };
  return { kind: 'refused', code, message, ...(field === undefined ? {} : { field }) };
};

/** What to tell a person of whatever was thrown. */
export const messageOf = (error: unknown): string => {
  const fault = error instanceof ShopFault ? error.fault : undefined;
  if (fault?.kind === 'refused') return fault.message;
  if (fault?.kind === 'login_required') return 'Please log in first.';
  return 'The shop does not answer right now. Please try again in a moment.';
};

export const isRefusal = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof ShopFault && error.fault.kind === 'refused' && codes.includes(error.fault.code);

export const isLoginRequired = (error: unknown): boolean =>
  error instanceof ShopFault && error.fault.kind === 'login_required';

export const isUnanswered = (error: unknown): boolean =>
  error instanceof ShopFault && error.fault.kind === 'no_answer';
